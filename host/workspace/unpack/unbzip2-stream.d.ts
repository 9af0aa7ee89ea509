declare module 'unbzip2-stream' {
  /** A stream of the first kind of Node, to pipe into and to wrap. */
  export default function unbzip2(): NodeJS.ReadWriteStream
}
