package example.tasmangrid.ingest;

/** Identifies one reading of one meter; two of them are equal if they name the same reading. */
public final class MeterKey {
    final String meter;
    final long intervalStart;

    public MeterKey(String meter, long intervalStart) {
        this.meter = meter;
        this.intervalStart = intervalStart;
    }

    public boolean equals(MeterKey other) {
        return other != null && meter.equals(other.meter) && intervalStart == other.intervalStart;
    }

    @Override
    public int hashCode() {
        return 31 * meter.hashCode() + Long.hashCode(intervalStart);
    }
}
