/** What Compose and the engine's command are told of the host's own environment. */
const passed = [
  'PATH',
  'HOME',
  'USERPROFILE',
  'SystemRoot',
  'LOCALAPPDATA',
  'APPDATA',
  'TMPDIR',
  'XDG_RUNTIME_DIR',
  'DOCKER_CONFIG',
]

/**
 * A minimal environment for Compose: a customer's file interpolates variables, and must not read ours. What chooses the
 * engine is always set, since Compose 1 would else take it from the `.env` file beside the Compose file.
 */
export const composeEnvironment = (
  env: Readonly<Record<string, string | undefined>>,
  address: { host: string; certificates: string | null } | null,
  kind: 'docker' | 'podman' = 'docker',
): Record<string, string> => {
  const own = passed.flatMap((name) => {
    const value = env[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return {
    ...Object.fromEntries(own),
    DOCKER_HOST: address?.host ?? '',
    DOCKER_CONTEXT: '',
    DOCKER_TLS_VERIFY: address?.certificates ? '1' : '',
    DOCKER_CERT_PATH: address?.certificates ?? '',
    COMPOSE_CONVERT_WINDOWS_PATHS: '',
    COMPOSE_EXPERIMENTAL_GIT_REMOTE: 'false',
    COMPOSE_EXPERIMENTAL_OCI_REMOTE: 'false',
    COMPOSE_HTTP_TIMEOUT: '600',
    LC_ALL: 'C.UTF-8',
    // Podman builds by itself; Compose 2 would fetch Docker's builder to run in it.
    ...(kind === 'podman' && { DOCKER_BUILDKIT: '0' }),
  }
}
