import { expect, test } from 'vitest'
import { parseDiff } from './diff/parse.ts'
import { renderSection } from './diff/render.ts'
import { readSeries } from './series.ts'

const diff = 'diff --git a/x b/x\nindex 1234567..89abcde 100644\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n'
const hash = 'a'.repeat(40)
const mail = (subject: string, body: string, headers = '') =>
  `From ${hash} Mon Sep 17 00:00:00 2001\nFrom: Ada <a@b>\nDate: Thu, 1 Jan 2026 00:00:00 +0000\nSubject: ${subject}\n${headers}\n${body}`

test('a series is read mail by mail, with its encoded words and without its marks', () => {
  const text =
    mail(
      '[PATCH 1/2] =?UTF-8?q?Gr=C3=BC=C3=9Fe?=',
      `Why.\n\nFrom here on it works.\n---\n x | 2 +-\n\n${diff}-- \n2.39\n\n`,
    ) + mail('[PATCH 2/2] Second', `---\n\n${diff}`)
  expect(readSeries(Buffer.from(text))).toMatchObject([
    {
      subject: 'Grüße',
      body: 'Why.\n\nFrom here on it works.',
      author: 'Ada <a@b>',
      sections: [{ newPath: 'x' }],
    },
    { subject: 'Second', body: '', sections: [{ hunks: [{ lines: ['-a', '+b'] }] }] },
  ])
})

test('a mail in quoted-printable or Base64 is read too', () => {
  const printable = diff.replace(/=/g, '=3D').replace('+++ b/x', '+++ b/=\nx')
  for (const text of [
    mail('One', `---\n${printable}`, 'Content-Transfer-Encoding: quoted-printable\n'),
    mail('One', Buffer.from(`---\n${diff}`).toString('base64'), 'Content-Transfer-Encoding: base64\n'),
  ])
    expect(readSeries(Buffer.from(text))[0]?.sections).toMatchObject([
      { newPath: 'x', hunks: [{ oldStart: 1 }] },
    ])
})

test('what is written for git reads back as the same change, whatever its name', () => {
  const sections = parseDiff(
    'diff --git "a/a\\"b\\303\\244 \\tc" "b/a\\"b\\303\\244 \\tc"\nold mode 100644\nnew mode 100755\n' +
      'diff --git a/one two b/one two\ndeleted file mode 100644\nindex 1234567..0000000\n--- a/one two\n+++ /dev/null\n@@ -1,2 +0,0 @@ heading\n-a\n-b\n\\ No newline at end of file\n',
  )
  expect(sections.map(({ oldPath, newPath }) => [oldPath, newPath])).toEqual([
    ['a"bÃ¤ \tc', 'a"bÃ¤ \tc'],
    ['one two', null],
  ])
  expect(parseDiff(sections.map((section) => renderSection(section)).join(''))).toEqual(sections)
})
