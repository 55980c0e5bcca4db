# What scenes expect of the programs, beside deploy/demo/play.sh. Sourced after it.

# within SECONDS COMMAND…: tries until it succeeds.
within() {
  local tries=$(($1 * 10))
  shift
  until "$@" >/dev/null 2>&1; do
    [ $((tries -= 1)) -ge 0 ] || fail "in vain: $*"
    sleep 0.1
  done
}

# new_text NAME FROM SED…: another statement text out of one of the demonstration's.
new_text() {
  local name=$1 from=$2
  shift 2
  sed "$@" "$from.textproto" >"$name.textproto"
}

# refused REASON NAME KEY: a statement that the registry must refuse.
refused() {
  local reason=$1 name=$2 key=$3 code=0
  linkcert statement build "$name.textproto" --files . --registry-from genesis.statement \
    --signer "keys/$key.pem.pub" --out "$name.statement" >/dev/null
  linkcert statement sign "$name.statement" --key "keys/$key.pem" --yes >/dev/null
  output=$(linkcert statement submit "$name.statement" 2>&1) || code=$?
  line "$output"
  [ "$code" -ne 0 ] || fail "$name was logged"
  grep -q "$reason" <<<"$output" || fail "$name was not refused with $reason"
}

# says WORD: the last output does.
says() { grep -qF -- "$1" <<<"$output" || fail "it does not say $1"; }
