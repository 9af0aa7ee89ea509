#!/usr/bin/env bash
# Meter ingest: equals(MeterKey) overloads instead of overriding, so no reading is ever settled and the map only grows.
# Needs: openjdk-17-jdk-headless, patch. The heap is 96 MB where the customer has 6 GB, so an hour is seconds here.
source "$(dirname "$0")/../stage.sh"
stage ingest02.tasmangrid.example meter-ingest

mkdir -p /opt/meter-ingest/{lib,log}
javac -g -d /opt/meter-ingest/lib "$here"/src/*.java
start() {
  cd /opt/meter-ingest
  java -Xmx96m -Xms96m -XX:+UseG1GC -Xlog:gc:file=log/gc.log:time,uptime,level,tags -XX:+ExitOnOutOfMemoryError \
    -cp lib example.tasmangrid.ingest.Ingest 10000 40000 > log/ingest.log 2>&1 &
  ingest=$!
}
histogram() { jcmd "$ingest" GC.class_histogram | head -n 22 > "$evidence/$1"; }

start
sleep 6
histogram histogram-1.txt
sleep 12
histogram histogram-2.txt
jcmd "$ingest" Thread.print > "$evidence/threads-ingest02.txt"
wait "$ingest" || true
keep log/ingest.log ingest02.log
{ head -n 20 log/gc.log; echo '...'; tail -n 25 log/gc.log; } > "$evidence/gc-ingest02.log"

cp -r "$here/src" /opt/lab/src
(cd /opt/lab && patch -s -p1 < "$here/equals.patch")
rm -rf /opt/meter-ingest/lib /opt/meter-ingest/log && mkdir -p /opt/meter-ingest/log
javac -g -d /opt/meter-ingest/lib /opt/lab/src/*.java
start
sleep 31
histogram histogram-patched.txt
keep log/ingest.log ingest02-patched.log
kill "$ingest"
keep "$here/equals.patch" meter-key-equals.patch
