/** Names of settings that say where or when something ran, not how. */
const ofThePlace =
  /(^|[._/@-])(host_?name|host|node_?name|ip|address|user_?name_of_os|pid|uuid|instance_?id|timestamp|time|date|created|modified|generated|started|build_?(time|date|host)|java_home|home|pwd|path|classpath|tmp_?dir|temp_?dir|log_?(dir|file)|serial|random_?seed)$/i

const shapes: readonly RegExp[] = [
  // Times: ISO 8601, and as tools write them at the head of a file.
  /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?.*)?$/,
  /^#?\s*(Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b.*\d\d:\d\d:\d\d/,
  /^1[5-9]\d{8}(\d{3})?$/,
  // Addresses of machines.
  /^\d{1,3}(\.\d{1,3}){3}(:\d+)?$/,
  /^[0-9a-f]{0,4}(:[0-9a-f]{0,4}){3,7}$/i,
  /^(?=.*\.[a-z]{2,})[a-z0-9-]+(\.[a-z0-9-]+){1,6}(:\d+)?$/i,
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  // Paths.
  /^(\/[\w@.+-]+){2,}\/?$/,
  /^[A-Za-z]:\\/,
  // Comments.
  /^\s*(#|\/\/|<!--)/,
]

/** Class names look like host names and are anything but noise. */
const isClassName = (value: string): boolean => /\.[A-Z]\w*$/.test(value)

/** Whether a difference is one that any two machines have: a time, a host, a path. */
export const isNoise = (key: string, values: readonly (string | null)[]): boolean => {
  const given = values.flatMap((value) => value || [])
  if (given.length === 0) return false
  const shaped = given.every(
    (value) => !isClassName(value) && shapes.some((shape) => shape.test(value.trim())),
  )
  return shaped || (ofThePlace.test(key) && given.every((value) => !/^(true|false|\d{1,6})$/.test(value)))
}
