package example.tasmangrid.ingest;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Feeds the deduplicator with both copies of every reading. Arguments: readings per second, meters. */
public class Ingest {
    public static void main(String[] args) throws InterruptedException {
        int perSecond = Integer.parseInt(args[0]);
        int meters = Integer.parseInt(args[1]);
        Deduplicator deduplicator = new Deduplicator();
        long interval = Instant.parse("2026-11-01T00:00:00Z").getEpochSecond();
        long settled = 0;
        long received = 0;
        for (int second = 1; ; second++) {
            for (int n = 0; n < perSecond; n++) {
                String meter = "TG" + (100_000_000 + (received + n) % meters);
                for (String source : new String[] {"head-end-a", "head-end-b"}) {
                    MeterKey key = new MeterKey(meter, interval);
                    if (deduplicator.settle(new Reading(key, n % 7 * 0.25, (byte) 0, source))) settled++;
                }
            }
            received += perSecond;
            if (received % meters < perSecond) interval += 900;
            if (second % 5 == 0) {
                System.out.printf("%s INFO  received=%d settled=%d pending=%d%n",
                    Instant.now().truncatedTo(ChronoUnit.SECONDS), 2 * received, settled, deduplicator.pending());
            }
            Thread.sleep(1000);
        }
    }
}
