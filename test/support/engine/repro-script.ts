/** A `repro.sh` that asks a service by HTTP: `ask PATH [HEADER...]` leaves the answer in `$status` and `$answer`. */
export const reproScript = (service: string, ...steps: string[]): string => `#!/bin/bash
host=CASEBENCH_${service}_HOST port=CASEBENCH_${service}_PORT
ask() {
  exec 3<>"/dev/tcp/\${!host}/\${!port}" || exit 125
  printf 'GET %s HTTP/1.0\\r\\nHost: localhost\\r\\n' "$1" >&3
  for header in "\${@:2}"; do printf '%s\\r\\n' "$header" >&3; done
  printf '\\r\\n' >&3
  answer=$(cat <&3)
  read -r _ status _ <<<"$answer"
  echo "$1: \${status:-no answer}"
}
many() { head -c "$1" /dev/zero | tr '\\0' a; }
${steps.join('\n')}
`
