package example.caledon.portal;

record Broker(String code, boolean suspended, int loadingPercent) {}
