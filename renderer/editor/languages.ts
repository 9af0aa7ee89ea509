/** The language of a file by its name, as Monaco calls it. */
const byEnding: Readonly<Record<string, string>> = {
  java: 'java',
  jsp: 'html',
  gradle: 'java',
  groovy: 'java',
  xml: 'xml',
  xsd: 'xml',
  xsl: 'xml',
  xslt: 'xml',
  wsdl: 'xml',
  pom: 'xml',
  svg: 'xml',
  jnlp: 'xml',
  tld: 'xml',
  properties: 'ini',
  ini: 'ini',
  cfg: 'ini',
  toml: 'ini',
  env: 'ini',
  policy: 'ini',
  yaml: 'yaml',
  yml: 'yaml',
  json: 'json',
  jsonl: 'plaintext',
  webmanifest: 'json',
  sh: 'shell',
  bash: 'shell',
  zsh: 'shell',
  ksh: 'shell',
  profile: 'shell',
  sql: 'sql',
  ddl: 'sql',
  pks: 'sql',
  pkb: 'sql',
  conf: 'conf',
  htaccess: 'conf',
  vhost: 'conf',
  log: 'log',
  out: 'log',
  trc: 'log',
  dmp: 'plaintext',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  ts: 'javascript',
  py: 'python',
  wlst: 'python',
  css: 'css',
  html: 'html',
  htm: 'html',
  md: 'markdown',
}

const byName: Readonly<Record<string, string>> = {
  dockerfile: 'dockerfile',
  containerfile: 'dockerfile',
  '.bashrc': 'shell',
  '.profile': 'shell',
  '.env': 'ini',
  'httpd.conf': 'conf',
  'nginx.conf': 'conf',
  '.gitconfig': 'ini',
  '.editorconfig': 'ini',
  messages: 'log',
  syslog: 'log',
}

/** A file may be called as something that every object has. */
const own = (names: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.hasOwn(names, name) ? names[name] : undefined

export const languageOf = (path: string): string => {
  const name = (path.split('/').at(-1) ?? '').toLowerCase()
  const known = own(byName, name)
  if (known) return known
  if (/^(dockerfile|containerfile)\./.test(name)) return 'dockerfile'
  // Rotated logs: catalina.2026-01-02.log, server.log.3, catalina.out-20260102
  if (/\.(log|out)([.-][\d.-]+)?$/.test(name)) return 'log'
  return own(byEnding, name.split('.').at(-1) ?? '') ?? 'plaintext'
}

/** The names of the languages in the status line. */
export const languageNames: Readonly<Record<string, string>> = {
  plaintext: 'Plain text',
  java: 'Java',
  xml: 'XML',
  ini: 'Properties',
  yaml: 'YAML',
  json: 'JSON',
  shell: 'Shell',
  dockerfile: 'Dockerfile',
  sql: 'SQL',
  conf: 'Configuration',
  log: 'Log',
  javascript: 'JavaScript',
  python: 'Python',
  css: 'CSS',
  html: 'HTML',
  markdown: 'Markdown',
}
