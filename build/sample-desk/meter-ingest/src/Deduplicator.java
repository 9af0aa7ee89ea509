package example.tasmangrid.ingest;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Readings not yet settled. A reading arrives from two head-end systems; the second one settles it. */
public class Deduplicator {
    private final Map<MeterKey, Reading> pending = new ConcurrentHashMap<>();

    public boolean settle(Reading reading) {
        Reading first = pending.remove(reading.key());
        if (first != null) return true;
        pending.put(reading.key(), reading);
        return false;
    }

    public int pending() {
        return pending.size();
    }
}
