import type { CaseKind, CaseStatus, Severity } from '../../../shared/domain/vocabulary.ts'

/**
 * The words by which trackers name statuses, severities and kinds. The first pattern that fits wins, so the
 * narrow ones come first.
 */

const statuses: readonly [RegExp, CaseStatus][] = [
  [/\b(?:re-?open(?:ed)?|unresolved|not (?:resolved|solved|fixed))\b/, 'open'],
  [
    /\b(?:closed|cancell?ed|won'?t (?:fix|do)|rejected|declined|withdrawn|archived|verified)\b|关闭/,
    'closed',
  ],
  [/\b(?:solved|resolved|fixed|done|completed?|released|answered)\b|已解决|已完成/, 'solved'],
  [
    /\b(?:waiting|awaiting|pending|on[- ]?hold|hold|need[- ]?info|more info|blocked|suspended|deferred|stalled)\b|等待|挂起/,
    'waiting',
  ],
  [
    /\b(?:new|unconfirmed|submitted|untriaged|to ?do|backlog|reported|logged|created|draft|queued)\b|新建/,
    'new',
  ],
  [
    /\b(?:open(?:ed)?|in[- ]?progress|active|assigned|confirmed|started|accepted|acknowledged|wip|working|work|triaged?|review|investigating|escalated|post|modified|on qa|testing|development)\b|打开|处理中|进行中/,
    'open',
  ],
]

const severityWords: readonly [RegExp, Severity][] = [
  [
    /\b(?:blocker|critical|urgent|highest|emergency|showstopper|fatal|immediate|severe|outage|very high)\b|紧急|严重/,
    1,
  ],
  [/\b(?:high|major|important|elevated)\b|^高$/, 2],
  [/\b(?:medium|normal|moderate|average|standard|mid)\b|^中$|一般/, 3],
  [/\b(?:low(?:est)?|minor|trivial|planning|cosmetic|enhancement|wish(?:list)?)\b|^低$/, 4],
]

const kinds: readonly [RegExp, CaseKind][] = [
  [/\b(?:security|vulnerability|vuln|cve|exploit|sec-\w+)\b|安全/, 'security'],
  [/\b(?:integration|interop(?:erability)?|compat(?:ibility)?|connector|migration|upgrade)\b/, 'integration'],
  [/\b(?:how[- ]?to|documentation|docs?|usage|training|guidance|guide)\b/, 'how-to'],
  [/\b(?:bug|defect|regression|crash|fault|broken|error|problem)\b|缺陷|故障/, 'defect'],
  [
    /\b(?:question|inquiry|enquiry|query|help|support|discussion|request|information|refund|billing)\b|问题|咨询/,
    'question',
  ],
  [
    /\b(?:incident|troubleshoot(?:ing)?|outage|technical|performance|investigation|failure|issue)\b/,
    'troubleshooting',
  ],
]

const normal = (word: unknown): string =>
  typeof word === 'string'
    ? word
        .slice(0, 100)
        .toLowerCase()
        .replace(/[_\s]+/g, ' ')
        .trim()
    : ''

const firstFit = <T>(table: readonly [RegExp, T][], word: string): T | undefined => {
  if (word === '') return undefined
  for (const [pattern, meaning] of table) if (pattern.test(word)) return meaning
  return undefined
}

/** `Pending Customer Response` → waiting, `In Progress` → open, `RESOLVED` → solved. */
export const statusOf = (word: unknown): CaseStatus | undefined => firstFit(statuses, normal(word))

/** `Bug` → defect, `Incident` → troubleshooting. */
export const kindOf = (word: unknown): CaseKind | undefined => firstFit(kinds, normal(word))

const level = (digit: number): Severity | undefined => {
  if (digit <= 1) return 1
  if (digit === 2) return 2
  if (digit === 3) return 3
  return digit <= 5 ? 4 : undefined
}

/** `P1`, `Sev 2`, `S3`, `1 - High`, `3`: the digit says it, whatever word follows. */
const numbered = /^(?:p|s|sev|severity|prio|priority|level|tier)?[\s:/#.-]*([0-5])(?:$|[\s:)./-])/

/** `Critical`, `P1`, `1 - High`, `urgent` → 1 to 4; P0 is 1 and P5 is 4. */
export const severityOf = (word: unknown): Severity | undefined => {
  if (typeof word === 'number') return Number.isInteger(word) && word >= 0 ? level(word) : undefined
  const text = normal(word)
  const digit = numbered.exec(text)?.[1]
  return digit === undefined ? firstFit(severityWords, text) : level(Number(digit))
}

const severityLabel = /(?:^|\b)(?:p|s|sev|severity|prio|priority|urgency|impact)[\s:/#.-]*([0-5])(?:\b|$)/
const severityTopic = /\b(?:prio(?:rity)?|sev(?:erity)?|urgency|impact)\b/
const bareSeverity = /^(?:blocker|critical|urgent|showstopper|emergency|major|minor|trivial|highest|lowest)$/

/** The severity that a label names; a label such as `low-level api` names none. */
export const severityOfLabel = (label: string): Severity | undefined => {
  const text = normal(label)
  const digit = severityLabel.exec(text)?.[1]
  if (digit !== undefined) return level(Number(digit))
  if (!severityTopic.test(text) && !bareSeverity.test(text)) return undefined
  return firstFit(severityWords, text)
}

/** Labels about the work on an issue, in which words such as "issue" or "help" do not tell its kind. */
const aboutWork =
  /\b(?:help wanted|good first|feature|enhancement|proposal|duplicate|invalid|triage|stale|needs?)\b/

/** The kind that a label names: `bug`, `type: question`, `kind/security`. */
export const kindOfLabel = (label: string): CaseKind | undefined => {
  const text = normal(label).replace(/^(?:type|kind|category|t|k)\s*[:/=-]+\s*/, '')
  const words = text.split(/[\s:/.-]+/).length
  return words > 3 || severityTopic.test(text) || aboutWork.test(text) ? undefined : kindOf(text)
}
