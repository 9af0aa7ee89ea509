import type { ServiceStatus } from '../../shared/contract/environments.ts'
import styles from './environment.module.css'
import { markOf } from './words.ts'

// What scrolls must be reachable by keyboard.
const reachable = { tabIndex: 0 }

/** All that a row of the list has no room for, of a service that is not ready. */
export const ServiceDetail = ({ service, name }: { service: ServiceStatus; name: string }) => (
  <section className={styles.service} aria-label="The service" {...reachable}>
    <p>
      <b>{name}</b> <span className={styles.image}>{service.image}</span>
    </p>
    <p className={styles.whyWhole} data-mark={markOf(service)}>
      {service.reason}
    </p>
  </section>
)
