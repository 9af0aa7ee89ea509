#!/usr/bin/env bash
# Arrivals: a Kafka client reaches the bootstrap address and is then sent to 127.0.0.1, because that is what the broker advertises.
# Needs: kcat 1.7.1 (librdkafka 2.0.2), socat, iproute2. There is no Kafka in Debian: the broker is librdkafka's own mock cluster,
# which can advertise nothing but 127.0.0.1, in a network namespace of its own; the client's side is ordinary kcat.
source "$(dirname "$0")/../stage.sh"
stage board01.kestrelrail.example kafka-listener
echo '10.40.6.11 kafka01.kestrelrail.example kafka01' >> /etc/hosts
echo '10.40.3.21 board01.kestrelrail.example board01' >> /etc/hosts

mount -t tmpfs tmpfs /run
ip netns add kafka
ip link add board type veth peer name kafka netns kafka
ip addr add 10.40.3.21/16 dev board && ip link set board up
ip -n kafka addr add 10.40.6.11/16 dev kafka && ip -n kafka link set kafka up && ip -n kafka link set lo up
on_broker() { ip netns exec kafka "$@"; }

# The mock broker takes any free port of the range, so the range is one port until it has bound.
on_broker sysctl -qw net.ipv4.ip_local_port_range='9091 9092'
mkfifo /opt/lab/keep
on_broker kcat -b unused:1 -X test.mock.num.brokers=1 -d mock -P -t arrivals < /opt/lab/keep > /opt/lab/mock.log 2>&1 &
exec 7> /opt/lab/keep
sleep 0.3
on_broker sysctl -qw net.ipv4.ip_local_port_range='32768 60999'
settle grep -q '127.0.0.1:9092' /opt/lab/mock.log
target="$(grep -oE '127\.0\.0\.1:[0-9]+' /opt/lab/mock.log | head -n 1)"
on_broker socat "TCP-LISTEN:9092,bind=10.40.6.11,fork,reuseaddr" "TCP:$target" &
settle on_broker bash -c '(exec 3<> /dev/tcp/10.40.6.11/9092)'
sleep 1

shell() { # HOST COMMAND
  {
    echo "$1:~\$ $2"
    timeout 25 bash -c "$2" 2>&1 || true
    echo
  } >> "$evidence/$3"
}

rm -f "$evidence"/*.txt
shell board01 'timeout 3 bash -c "exec 3<>/dev/tcp/kafka01.kestrelrail.example/9092" && echo "port 9092 is open"' board01-kcat.txt
shell board01 'kcat -b kafka01.kestrelrail.example:9092 -L -m 5' board01-kcat.txt
shell board01 'echo EUS-0914 | kcat -b kafka01.kestrelrail.example:9092 -P -t arrivals -X message.timeout.ms=8000' board01-kcat.txt
shell board01 'echo EUS-0914 | kcat -b kafka01.kestrelrail.example:9092 -P -t arrivals -X message.timeout.ms=4000 -d broker,metadata 2>&1 | cut -c1-220 | head -n 60' board01-kcat-debug.txt
shell board01 'echo EUS-0914 | kcat -b kafka02.kestrelrail.example:9092 -P -t arrivals -X message.timeout.ms=4000' board01-kcat.txt

on_host() { on_broker timeout 20 bash -c "$1" 2>&1 || true; }
{
  echo 'kafka01:~$ kcat -b localhost:9092 -L -m 5'
  on_host 'kcat -b localhost:9092 -L -m 5'
  echo
  echo 'kafka01:~$ echo EUS-0914 | kcat -b localhost:9092 -P -t arrivals && kcat -b localhost:9092 -C -t arrivals -e -q'
  on_host 'echo EUS-0914 | kcat -b localhost:9092 -P -t arrivals && kcat -b localhost:9092 -C -t arrivals -e -q'
} > "$evidence/kafka01-kcat.txt"
exec 7>&-
