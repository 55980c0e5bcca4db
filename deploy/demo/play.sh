# The steps of deploy/quickstart, each a function. Prints what the programs print.
# Sourced; expects `set -euo pipefail`, the programs in PATH, and $texts, where the texts lie. All
# steps run in a new directory, $work.

acts=0
act() { acts=$((acts + 1)); printf '\n%2d  %s\n' "$acts" "$*"; }
line() { sed 's/^/    /' <<<"$*"; }
# Runs a program, shows the command and its output (kept in $output), and insists on its exit code.
run_expecting() {
  local wanted=$1 code=0
  shift
  output=$("$@" 2>&1) || code=$?
  line "\$ $*"
  line "$output"
  [ "$code" -eq "$wanted" ] || fail "exit code $code, expected $wanted"
}
run() { run_expecting 0 "$@"; }
fail() {
  echo "quickstart: $*" >&2
  [ ! -s server.log ] || tail -3 server.log >&2
  exit 1
}
# within SECONDS COMMAND…: tries until it succeeds.
within() {
  local tries=$(($1 * 10))
  shift
  until "$@" >/dev/null 2>&1; do
    [ $((tries -= 1)) -ge 0 ] || fail "in vain: $*"
    sleep 0.1
  done
}
# Value of `name:` in the output of a program.
fact() { sed -n "s/^ *\\($1\\): //p" <<<"$2"; }

origin=example.invalid/linkcert-demo
server=

prepare_work() {
  work=$(mktemp -d)
  trap stop_and_remove EXIT
  trap 'exit 130' INT TERM
  cd "$work"
  export XDG_STATE_HOME=$work/state  # what the clients remember of this log
  mkdir keys
  export LINKCERT_PASSPHRASE LINKCERT_LOG_KEY_PASSPHRASE LANG=C.UTF-8
  LINKCERT_PASSPHRASE=$(head -c 24 /dev/urandom | base64)
  LINKCERT_LOG_KEY_PASSPHRASE=$(head -c 24 /dev/urandom | base64)
  # China has one time zone, UTC+8. A right must be logged before the examination, so all of the
  # demonstration happens today.
  local today file
  today=$(TZ=UTC-8 date +%F)
  for file in "$texts"/*.{textproto,json,csv,txt}; do
    sed "s/@TODAY@/$today/g; s/@DATE@/${today//-/}/g; s/@YEAR@/${today%%-*}/g; s/@YY@/${today:2:2}/g" \
      "$file" >"$(basename "$file")"
  done
}

stop_and_remove() {
  if [ -n "$server" ]; then
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  cd /
  rm -rf "$work"
}

make_keys() {
  local name algorithm
  for name in authority-1 authority-2 leader-1 leader-2 lingbo-1 haiyue-1; do
    algorithm=p256
    [ "$name" != authority-2 ] || algorithm=ed25519
    [ "$name" != leader-2 ] || algorithm=sm2
    line "$name $(fact 'algorithm\|key_id' \
      "$(linkcert key new --algorithm $algorithm --out "keys/$name.pem")" | paste -sd' ')"
  done
}

# A small authority, and TLS certificates for the server and for each firm that calls.
make_callers() {
  local firm
  linkcert tls init-ca ca >/dev/null
  linkcert tls issue ca --host 127.0.0.1 --out server >/dev/null
  for firm in suzhou-xinlian lingbo-board haiyue-assembly; do
    linkcert tls issue ca --organisation $firm --out $firm >/dev/null
    line "linkcert:organisation/$firm: $firm.pem"
  done
  export LINKCERT_TLS_CA=ca/ca.pem
}

# as ORGANISATION: who calls from here on.
as() { export LINKCERT_TLS_CERT=$1.pem LINKCERT_TLS_KEY=$1-key.pem; }

# start_server FLAG…: a new registry; more flags for the server.
start_server() {
  run linkcert-server init-log-key --origin $origin --log-key keys/log-key.pem
  serve $origin keys/log-key.pem "$@"
}

# With a vault and the registry's own key, which signs receipts and erasures.
# start_server_with_vault FLAG…
start_server_with_vault() {
  line "registry-1 $(fact key_id \
    "$(linkcert key new --algorithm p256 --out keys/registry-1.pem)")"
  run linkcert-server init-vault-key vault.key
  export LINKCERT_REGISTRY_KEY_PASSPHRASE=$LINKCERT_PASSPHRASE
  start_server --vault vault --vault-key file:vault.key --registry-key keys/registry-1.pem "$@"
}

log_registry_key() { log_act registry-1-key authority-1 authority-2 registry-1; }

# serve ORIGIN LOG_KEY OPTION…: over mutual TLS, with the certificates of make_callers.
serve() {
  local origin=$1 key=$2
  shift 2
  rm -f port
  linkcert-server serve --data data --anchor anchor --origin "$origin" \
    --log-key "$key" --listen 127.0.0.1:0 --port-file port --tls-cert server.pem \
    --tls-key server-key.pem --tls-client-ca ca/ca.pem --tls-crl-dir ca/crl "$@" 2>server.log &
  server=$!
  local waited=0
  until [ -s port ]; do
    kill -0 $server 2>/dev/null || fail "the server did not start"
    [ $((waited += 1)) -le 300 ] || fail "the server is not ready after 30 s"
    sleep 0.1
  done
  export LINKCERT_SERVER
  LINKCERT_SERVER=127.0.0.1:$(cat port)
  line "$LINKCERT_SERVER, process $server"
}

stop_server() {
  local process=$server code=0
  server=
  kill "$process"
  wait "$process" || code=$?
  [ "$code" -eq 0 ] || fail "the server ended with exit code $code"
  line "$(tail -1 server.log)"
}

# build_act NAME KEY…: the statement of NAME.textproto, for these signers.
build_act() {
  local name=$1 key registry=() signers=()
  shift
  for key in "$@"; do signers+=(--signer "keys/$key.pem.pub"); done
  [ "$name" = genesis ] || registry=(--registry-from genesis.statement)
  linkcert statement build "$name.textproto" --files . "${registry[@]}" "${signers[@]}" \
    --out "$name.statement" >/dev/null || fail "cannot build $name"
}

# sign_acts KEY NAME…
sign_acts() {
  local key=$1
  shift
  linkcert statement sign "${@/%/.statement}" --key "keys/$key.pem" --yes >/dev/null ||
    fail "$key cannot sign $*"
}

# submit_act NAME KEY…
submit_act() {
  local name=$1 output
  shift
  output=$(linkcert statement submit "$name.statement") || fail "$name was not logged"
  line "entry $(fact index "$output") $(fact act "$output"): $name, signed by $*"
}

# log_act NAME KEY…: builds, signs and submits one statement.
log_act() {
  local name=$1 key
  shift
  build_act "$name" "$@"
  for key in "$@"; do sign_acts "$key" "$name"; done
  submit_act "$name" "$@"
}

# All of acts.txt: each key is asked for once.
log_acts() {
  local all keys one name key
  local -A signed_by=()
  mapfile -t all < <(grep -v '^#' acts.txt)
  for one in "${all[@]}"; do
    read -r name keys <<<"$one"
    # shellcheck disable=SC2086
    build_act "$name" $keys
    for key in $keys; do signed_by[$key]+=" $name"; done
  done
  for key in "${!signed_by[@]}"; do
    # shellcheck disable=SC2086
    sign_acts "$key" ${signed_by[$key]}
  done
  for one in "${all[@]}"; do
    # shellcheck disable=SC2086
    submit_act $one
  done
}

seal_roster() {
  run linkcert roster seal names.csv --batch batch.json \
    --plan statement-id:plan.statement --out roster
  cp roster/seal-roster.textproto seal-roster.textproto
  log_act seal-roster leader-1
}

trust_server() {
  local output
  export LINKCERT_POLICY=registry.policy LINKCERT_GENESIS
  output=$(linkcert trust init "$LINKCERT_POLICY" 2>&1)
  line "$output"
  LINKCERT_GENESIS=$(fact genesis "$output")
  # The genesis we made ourselves tells whether the first use was safe.
  [ "$LINKCERT_GENESIS" = "$(fact 'digest (SHA-256)' \
    "$(linkcert statement show genesis.statement)")" ] || fail "another registry answered"
}

preview_bad_sheet() {
  sed '4s/201,99/201,98/' results.csv >wrong.csv
  run_expecting 1 linkcert issue wrong.csv --batch batch.json --preview
}

# issue_batch FLAG…
issue_batch() {
  iconv -f UTF-8 -t GB18030 results.csv >results-gb18030.csv
  local output
  output=$(linkcert issue results-gb18030.csv --batch batch.json \
    --key "keys/leader-1.pem" --key "keys/leader-2.pem" --out issued "$@" 2>&1) ||
    { line "$output"; fail "the batch was not issued"; }
  line "$output"
  batch=$(fact index "$output")
  certificates=(issued/*.linkcert)
  [ ${#certificates[@]} -eq 7 ] || fail "${#certificates[@]} certificate files instead of 7"
  line "${#certificates[@]} certificate files, ${certificates[0]} …"
}
resume_issue() {
  run linkcert issue --resume issued
  [ "$(fact index "$output") $(fact already_logged "$output")" = "$batch true" ] ||
    fail "the same batch got another place"
}

# Of the second certificate. Signed by two people: one key alone can suspend, never revoke.
revoke_certificate() {
  revoked=${certificates[1]}
  local id
  id=$(fact 'certificate id' "$(linkcert verify "$revoked" --server "$LINKCERT_SERVER")")
  sed "s/@CERTIFICATE@/$id/; s/@NEXT@/$((id + 1))/" "$texts/revoke.textproto" >revoke.textproto
  log_act revoke leader-1 leader-2
  run linkcert-verify verify "$revoked"
}
refresh_and_verify() {
  # Exit code 1: the file is up to date, and says that the certificate is not valid.
  run_expecting 1 linkcert refresh "$revoked"
  run_expecting 1 linkcert-verify verify "$revoked" --lang en
  run_expecting 1 linkcert-verify verify "$revoked" --lang zh
  grep -q CERTIFICATE_REVOKED <<<"$output" || fail "the verdict does not say that it was revoked"
}

# The downstream firm: what it recognises, what a post asks for, and its list of the seven, one
# name misspelt.
ask_about_list() {
  log_act policy haiyue-1
  log_act post haiyue-1
  as haiyue-assembly
  cut -d, -f1-4,8 issued/result.csv | sed '5s/^[^,]*/虚构某/' >staff.csv
  # 1: one is revoked; the misspelt one matches nothing, which is undecided.
  # A right that was just logged is known at the gate within 5 s.
  within 10 linkcert list haiyue-assembly --employed
  run_expecting 1 linkcert verify-sheet staff.csv --out verified.csv --audience haiyue-assembly \
    --post smt-line --purpose "staff file"
  line "$(cut -d, -f5- verified.csv | tr -d '\r')"
  as suzhou-xinlian
}

# Of the third certificate: its holder asks for it.
erase_holder() {
  local holder=${certificates[2]} id
  id=$(fact 'certificate id' "$(linkcert verify "$holder" --server "$LINKCERT_SERVER")")
  within 10 linkcert list suzhou-xinlian
  run linkcert vault show "$id" --purpose "asked for by the holder"
  run linkcert vault restrict "$id" --purpose "asked for by the holder"
  run linkcert vault erase "$id" --purpose "asked for by the holder"
  run_expecting 1 linkcert vault show "$id" --purpose "asked for by the holder"
  run linkcert-verify verify "$holder"
}

verify_online() { run linkcert verify "${certificates[0]}" --server "$LINKCERT_SERVER"; }
verify_offline() { run linkcert-verify verify "${certificates[0]}"; }
export_log() { run linkcert log export log; }
audit_log() {
  run linkcert-verify audit log --state audit.state
  run linkcert statistics audit.state --by occupation
}

# Offset of the last byte of entry $2 in the entry bundle $1: each entry has its size before it.
last_byte_of_entry() {
  local offset=0 size entry
  for ((entry = 0; entry <= $2; ++entry)); do
    size=$((16#$(od -An -tx1 -j "$offset" -N 2 "$1" | tr -d ' ')))
    offset=$((offset + 2 + size))
  done
  echo $((offset - 1))
}

audit_changed_copy() {
  local bundle at byte code=0
  cp -r log changed
  bundle=$(find changed/tile/entries -type f | head -1)
  at=$(last_byte_of_entry "$bundle" "$batch")
  byte=$(od -An -tu1 -j "$at" -N 1 "$bundle" | tr -d ' ')
  # shellcheck disable=SC2059
  printf "\\x$(printf %02x $((byte ^ 1)))" |
    dd of="$bundle" bs=1 seek="$at" conv=notrunc status=none
  line "last byte of entry $batch changed from $byte to $((byte ^ 1))"
  line "\$ linkcert-verify audit changed   (its findings only)"
  output=$(linkcert-verify audit changed 2>&1) && fail "the auditor found nothing" || code=$?
  line "$(grep FINDING <<<"$output")"
  [ "$code" -eq 1 ] || fail "exit code $code, expected 1"
  grep -q "FINDING .*entry $batch:" <<<"$output" || fail "the auditor did not name entry $batch"
}
