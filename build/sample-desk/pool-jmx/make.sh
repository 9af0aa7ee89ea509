#!/usr/bin/env bash
# File router: the time to create many pools with commons-pool2 2.11.1 grows with the square of their number (POOL-393).
# Needs: libcommons-pool2-java 2.11.1, openjdk-17-jdk-headless.
source "$(dirname "$0")/../stage.sh"
stage router01.altamira.example pool-jmx

jars=/usr/share/java/commons-pool2.jar
javac -d /opt/lab -cp "$jars" "$here"/src/*.java
run() { java -Xmx256m -cp "/opt/lab:$jars" PoolsAtStart "$@"; }

{
  echo "commons-pool2 2.11.1, $(java -version 2>&1 | sed -n 2p)"
  for partners in 250 500 1000 2000 4000; do run "$partners" jmx; done
  for partners in 250 500 1000 2000 4000; do run "$partners" nojmx; done
} > "$evidence/pools-at-start.txt"

run 4000 jmx > /dev/null &
settle pgrep -f 'PoolsAtStart 4000 jmx'
sleep 4
for n in 1 2 3; do
  echo "# sample $n"
  jstack "$(pgrep -f 'PoolsAtStart 4000 jmx')" | sed -n '/^"main"/,/^$/p'
  sleep 1
done > "$evidence/main-thread-samples.txt"
kill "$(pgrep -f 'PoolsAtStart 4000 jmx')"
keep "$here/src/PoolsAtStart.java" PoolsAtStart.java
