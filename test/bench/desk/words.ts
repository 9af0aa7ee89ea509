import { dice } from './random.ts'

const syllables =
  'ba be bi bo ca ce co da de di do fa fe fi ga ge go ha he hi jo ka ke ki la le li lo ma me mi mo na ne no pa pe pi po ra re ri ro sa se si so ta te ti to va ve vi wa we xa yo za ze'.split(
    ' ',
  )

const trade =
  `pool connection timeout error server log after patch upgrade request thread heap memory queue broker session
deploy certificate driver database cluster node failover restart config header proxy socket deadlock transaction commit
index query lock table schema login token cache disk network latency retry message consumer producer topic partition
offset listener container image volume port firewall dns load balancer gateway filter servlet context bean datasource
jndi jms xa isolation snapshot rollback replica leader election quorum garbage collection pause metaspace classloader
exception stack trace null pointer handshake cipher keystore truststore ldap kerberos encoding charset locale timezone`.split(
    /\s+/,
  )

const identifiers = [
  'java.sql.SQLRecoverableException',
  'org.apache.jasper.JasperException',
  'org.apache.catalina.connector.ClientAbortException',
  'java.lang.OutOfMemoryError',
  'weblogic.jdbc.extensions.PoolLimitSQLException',
  'org.apache.activemq.ConnectionFailedException',
  'org.apache.kafka.common.errors.TimeoutException',
  'javax.net.ssl.SSLHandshakeException',
]

/** Words a desk's texts are made of: the trade's first, then invented ones down to rare. */
export const vocabulary = (size: number): string[] => {
  const { below, pick } = dice(7)
  const words = new Set(trade)
  while (words.size < size) words.add(Array.from({ length: 2 + below(3) }, () => pick(syllables)).join(''))
  return [...words]
}

/** An identifier as evidence is full of them: error codes, class names, versions, host names. */
export const identifier = ({
  below,
  pick,
}: {
  below(n: number): number
  pick<T>(from: readonly T[]): T
}): string => {
  switch (below(4)) {
    case 0:
      return `ORA-${String(below(3000)).padStart(5, '0')}`
    case 1:
      return `BEA-${String(below(2000) + 1000).padStart(6, '0')}`
    case 2:
      return pick(identifiers)
    default:
      return `app${below(400)}.prod-${below(9)}.example`
  }
}
