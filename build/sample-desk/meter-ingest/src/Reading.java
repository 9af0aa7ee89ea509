package example.tasmangrid.ingest;

public record Reading(MeterKey key, double kilowattHours, byte quality, String source) {}
