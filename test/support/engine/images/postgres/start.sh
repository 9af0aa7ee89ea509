set -e
[ "$1" = postgres ] || exec "$@"
user=${POSTGRES_USER:-postgres}
database=${POSTGRES_DB:-$user}
chown -R postgres: "$PGDATA"
as() { setpriv --reuid=postgres --regid=postgres --init-groups "$@"; }
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  secret=$(mktemp)
  echo "${POSTGRES_PASSWORD:-postgres}" >"$secret"
  chown postgres: "$secret"
  as initdb -U "$user" --auth-host=scram-sha-256 --auth-local=trust --pwfile="$secret" >/dev/null
  rm "$secret"
  echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"
  as pg_ctl -w -o "-c listen_addresses=''" start >/dev/null
  [ "$database" = postgres ] || as createdb -U "$user" "$database"
  for file in /docker-entrypoint-initdb.d/*.sql; do
    [ ! -f "$file" ] || as psql -q -U "$user" -d "$database" -f "$file"
  done
  as pg_ctl -w -m fast stop >/dev/null
fi
shift
exec setpriv --reuid=postgres --regid=postgres --init-groups postgres -c listen_addresses='*' "$@"
