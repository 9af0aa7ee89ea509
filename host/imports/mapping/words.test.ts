import { describe, expect, it } from 'vitest'
import { kindOf, kindOfLabel, severityOf, severityOfLabel, statusOf } from './words.ts'

describe('words of trackers', () => {
  it.each([
    ['Open', 'open'],
    ['In Progress', 'open'],
    ['Reopened', 'open'],
    ['Unresolved', 'open'],
    ['Pending Customer Response', 'waiting'],
    ['on-hold', 'waiting'],
    ['hold', 'waiting'],
    ['NEEDINFO', 'waiting'],
    ['UNCONFIRMED', 'new'],
    ['To Do', 'new'],
    ['RESOLVED', 'solved'],
    ['Done', 'solved'],
    ['VERIFIED', 'closed'],
    ["Won't Fix", 'closed'],
    ['已关闭', 'closed'],
    ['', undefined],
    ['Narnia', undefined],
    [7, undefined],
  ])('the status %j is %s', (word, status) => {
    expect(statusOf(word)).toBe(status)
  })

  it.each([
    ['Critical', 1],
    ['P1', 1],
    ['p0', 1],
    ['1 - High', 1],
    ['High', 2],
    ['Sev 2', 2],
    ['S3', 3],
    ['3', 3],
    ['Normal', 3],
    ['P5', 4],
    ['Low', 4],
    [2, 2],
    ['10', undefined],
    ['--', undefined],
    [2.5, undefined],
  ])('the severity %j is %s', (word, severity) => {
    expect(severityOf(word)).toBe(severity)
  })

  it.each([
    ['Bug', 'defect'],
    ['Technical issue', 'troubleshooting'],
    ['Incident', 'troubleshooting'],
    ['Billing inquiry', 'question'],
    ['How-To', 'how-to'],
    ['Vulnerability', 'security'],
    ['Epic', undefined],
  ])('the kind %j is %s', (word, kind) => {
    expect(kindOf(word)).toBe(kind)
  })

  it.each([
    ['bug', 'defect', undefined],
    ['kind/bug', 'defect', undefined],
    ['type: question', 'question', undefined],
    ['priority: high', undefined, 2],
    ['P1', undefined, 1],
    ['sev2', undefined, 2],
    ['severity/critical', undefined, 1],
    ['blocker', undefined, 1],
    ['low-level api', undefined, undefined],
    ['good first issue', undefined, undefined],
    ['help wanted', undefined, undefined],
    ['enhancement', undefined, undefined],
  ])('the label %j says %s and %s', (label, kind, severity) => {
    expect([kindOfLabel(label), severityOfLabel(label)]).toEqual([kind, severity])
  })
})
