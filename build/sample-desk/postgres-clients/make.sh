#!/usr/bin/env bash
# Timetable API: six replicas of sixteen connections fit into max_connections = 100; a rolling update starts two more and does not.
# Needs: postgresql-15, libpostgresql-jdbc-java, libcommons-dbcp2-java, openjdk-17-jdk-headless. One JVM stands for one pod.
source "$(dirname "$0")/../stage.sh"
stage db01.kestrelrail.example postgres-clients
address 10.40.4.21 db01.kestrelrail.example
for n in 11 12 13 14 15 16 17 18; do address "10.40.5.$n" "timetable-api-$n.kestrelrail.example"; done

postgres_start 10.40.4.21 "max_connections = 100
log_connections = off
cluster_name = 'timetable'"
sql -h 10.40.4.21 -U postgres -f "$here/schema.sql"
jars=/usr/share/java/commons-dbcp2.jar:/usr/share/java/commons-pool2.jar:/usr/share/java/commons-logging.jar:/usr/share/java/postgresql.jar
javac -d /opt/lab -cp "$jars" "$here"/src/*.java
pod() { java -Xmx48m -cp "/opt/lab:$jars" TimetablePod "$@" >> "/opt/lab/pod-$1.log" 2>&1 & }

count="select client_addr, state, count(*) from pg_stat_activity where backend_type = 'client backend'
  and application_name = 'timetable-api' group by 1, 2 order by 1, 2"

for n in 11 12 13 14 15 16; do pod "10.40.5.$n" 16 45; settle grep -q 'pool of' "/opt/lab/pod-10.40.5.$n.log"; done
sql -d timetable -c "$count" > "$evidence/connections-before-rollout.txt"
# The rollout: maxSurge 2. The monitoring logs in as a superuser and takes what was kept for the DBA.
pod 10.40.5.17 16 20
settle grep -q 'ERROR' /opt/lab/pod-10.40.5.17.log
for n in 1 2 3 4; do
  PGAPPNAME=pg-watch runuser -u postgres -- psql -h 10.40.4.21 -U postgres -X -q -c 'select pg_sleep(8)' > /dev/null 2>&1 &
done
sleep 1
pod 10.40.5.18 16 20
settle grep -q 'ERROR' /opt/lab/pod-10.40.5.18.log
{
  echo 'dba@db01:~$ psql -U postgres'
  sql -U postgres -c 'select 1' 2>&1 || true
} > "$evidence/psql-dba.txt"
sleep 8
sql -d timetable --csv -c "$count" > "$evidence/connections-during-rollout.csv"
sql -d timetable -c "select name, setting from pg_settings where name in ('max_connections', 'superuser_reserved_connections')" \
  > "$evidence/settings.txt"
cat /opt/lab/pod-10.40.5.17.log /opt/lab/pod-10.40.5.18.log > "$evidence/timetable-api-new-pods.log"

# The same rollout with pools of eight.
for job in $(jobs -p); do wait "$job" || true; done
rm -f /opt/lab/pod-*.log
for n in 11 12 13 14 15 16 17 18; do pod "10.40.5.$n" 8 12; settle grep -q 'pool of' "/opt/lab/pod-10.40.5.$n.log"; done
sql -d timetable --csv -c "$count" > "$evidence/connections-pool-of-8.csv"
for job in $(jobs -p); do wait "$job" || true; done

# Beside it: two jobs that update the same rows in opposite order.
both() { # FIRST SECOND
  PGAPPNAME="delay-feed-$1" psql -h db01.kestrelrail.example -U timetable -X -q timetable 2>&1 <<SQL
begin;
update departure set delay_minutes = delay_minutes + 2 where train = '$1';
select pg_sleep(1);
update departure set delay_minutes = delay_minutes + 2 where train = '$2';
commit;
SQL
}
both 9K014 9K022 > /dev/null &
first=$!
sleep 0.3
both 9K022 9K014 > /dev/null || true
wait "$first" || true
keep /opt/postgresql/log/postgresql.log postgresql-db01.log
