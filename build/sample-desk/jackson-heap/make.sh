#!/usr/bin/env bash
# Claims API: what one ObjectMapper costs with jackson-databind 2.14.0 (FasterXML/jackson-databind#3665), and a shared one.
# Needs: libjackson2-databind-java 2.14.0, openjdk-17-jdk-headless.
source "$(dirname "$0")/../stage.sh"
stage claims02.caledon.example jackson-heap

jars=/usr/share/java/jackson-databind.jar:/usr/share/java/jackson-core.jar:/usr/share/java/jackson-annotations.jar
javac -d /opt/lab -cp "$jars" "$here"/src/*.java
measure() { # TENANTS each|one
  java -Xmx512m -XX:+UseSerialGC -cp "/opt/lab:$jars" MapperPerTenant "$1" "$2" >> "$evidence/heap-by-tenants.txt" &
  settle grep -q "^$1 tenants, $2" "$evidence/heap-by-tenants.txt"
  pid="$(pgrep -f "MapperPerTenant $1 $2")"
  [ "$1" != 2000 ] || jcmd "$pid" GC.class_histogram | head -n 25 > "$evidence/histogram-$2.txt"
  kill "$pid"
  wait || true
}
: > "$evidence/heap-by-tenants.txt"
for tenants in 1 500 1000 2000; do measure "$tenants" each; done
measure 2000 one
keep "$here/src/MapperPerTenant.java" MapperPerTenant.java
