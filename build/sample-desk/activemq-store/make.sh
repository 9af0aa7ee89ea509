#!/usr/bin/env bash
# Payments: a handful of dead letters keeps every KahaDB journal file alive until the store limit blocks the producers.
# Needs: activemq 5.17.2 and its dependencies, openjdk-17-jdk-headless. Limits are those of the customer divided by 1000.
source "$(dirname "$0")/../stage.sh"
stage mq01.altamira.example activemq-store
address 10.70.3.11 mq01.altamira.example

mkdir -p /opt/activemq/{conf,data}
cp "$here/activemq.xml" "$here/log4j.properties" /opt/activemq/conf/
java -Xmx256m -Dactivemq.home=/usr/share/activemq -Dactivemq.base=/opt/activemq -Dactivemq.data=/opt/activemq/data \
  -Dactivemq.conf=/opt/activemq/conf -Dlog4j.configuration=file:/opt/activemq/conf/log4j.properties \
  -jar /usr/share/activemq/bin/activemq.jar start xbean:file:/opt/activemq/conf/activemq.xml > /opt/lab/console.log 2>&1 &
broker=$!
settle listening 10.70.3.11 61616
settle listening 127.0.0.1 1099

javac -d /opt/lab -cp '/usr/share/activemq/lib/*' "$here"/src/*.java
run() { java -Xmx96m -cp '/opt/lab:/usr/share/activemq/lib/*:/usr/share/activemq/lib/optional/*' "$@"; }
report() { run BrokerReport "${@:2}" | jq . > "$evidence/$1"; }

run LedgerAdapter tcp://mq01.altamira.example:61616 > /opt/lab/ledger.log 2>/dev/null &
settle pgrep -f "LedgerAdapter tcp"
ledger="$(pgrep -f "LedgerAdapter tcp")"
run PaymentGateway tcp://mq01.altamira.example:61616 1000 > /opt/lab/gateway.log 2>/dev/null &
settle pgrep -f "PaymentGateway tcp"
gateway="$(pgrep -f "PaymentGateway tcp")"
settle grep -qi 'Usage Manager Store is Full\|percentUsage' /opt/activemq/data/activemq.log
sleep 12
jstack "$gateway" > "$evidence/threads-payment-gateway.txt"
report broker-blocked.json
ls -l --time-style=+%H:%M:%S /opt/activemq/data/kahadb | awk '{print $5, $6, $7}' | column -t > "$evidence/kahadb-files.txt"
tail -n 40 /opt/activemq/data/kahadb-cleanup.log > /opt/lab/cleanup.txt
report broker-after-purge.json purge
settle grep -q done /opt/lab/gateway.log
kill "$ledger"
keep /opt/activemq/data/activemq.log activemq-mq01.log
keep /opt/activemq/data/kahadb-cleanup.log kahadb-cleanup.log
keep /opt/lab/ledger.log ledger-adapter.log
keep /opt/lab/gateway.log payment-gateway.log
kill "$broker"
wait "$broker" || true
