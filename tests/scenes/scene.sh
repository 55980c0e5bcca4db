# What every scene needs, beside the steps of deploy/demo/play.sh. Sourced by each, with BIN_DIRECTORY
# as its first argument.
set -euo pipefail
PATH=$(realpath "$1"):$PATH
source_tree=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../..")
texts=$source_tree/deploy/demo
source "$texts/play.sh"

# open_registry FLAG…: over mutual TLS, with a vault; after the acts of scene 1 up to the sealed
# roster. The leader calls.
open_registry() {
  prepare_work
  act "A registry over mutual TLS; an authority, a link-leader, two firms; a roster of nine is sealed"
  make_callers
  make_keys
  start_server_with_vault "$@"
  as suzhou-xinlian
  log_acts
  log_registry_key
  seal_roster
  trust_server
  within 10 linkcert list suzhou-xinlian  # a right that was just logged is known at the gate within 5 s
}

# new_text NAME FROM SED…: another statement text out of one of the demonstration's.
new_text() {
  local name=$1 from=$2
  shift 2
  sed "$@" "$from.textproto" >"$name.textproto"
}

# log_text NAME KEY…: the text is standard input.
log_text() {
  cat >"$1.textproto"
  log_act "$@"
}

# short_road full|province: a rule set that is handed out, without the steps of the process (04 plays
# those), so that all of it can be done in a day.
short_road() {
  sed -e 's/ 8, 9, 10, 11, 12, 13/ 9, 10, 13/' -e '/publicity_days\|panel_minimum\|panel_rotation/d' \
    "$source_tree/deploy/rule-sets/$1.textproto"
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

# plan_again NAME SED…: plans and seals the roster once more, and describes its batch in
# batch-NAME.json; SED changes plan and description.
plan_again() {
  local name=$1
  shift
  new_text "plan-$name" plan -e '' "$@"
  log_act "plan-$name" leader-1
  sed -e "s/plan.statement/plan-$name.statement/; s#roster/#roster-$name/#; s/-001\"/-$name\"/" \
    "$@" batch.json >"batch-$name.json"
  linkcert roster seal names.csv --batch "batch-$name.json" \
    --plan "statement-id:plan-$name.statement" --out "roster-$name" >/dev/null
  cp "roster-$name/seal-roster.textproto" "seal-$name.textproto"
  log_act "seal-$name" leader-1
}

# issue_again NAME FIRST SED…: the same, then seven certificates from serial FIRST on into
# issued-NAME; SED changes the sheet too.
issue_again() {
  local name=$1 first=$2
  shift 2
  plan_again "$name" -e "s/\"first\": 1/\"first\": $first/" "$@"
  sed -e '' "$@" results.csv >"results-$name.csv"
  issue_sheet "$name"
}

both_keys=(--key keys/leader-1.pem --key keys/leader-2.pem)

# issue_sheet NAME: what results-NAME.csv and batch-NAME.json say, into issued-NAME.
issue_sheet() {
  run linkcert issue "results-$1.csv" --batch "batch-$1.json" "${both_keys[@]}" --out "issued-$1"
}

# verdict EXIT_CODE WORD FILE: refreshes, then verifies offline.
verdict() {
  run_expecting "$1" linkcert refresh "$3"
  run_expecting "$1" linkcert-verify verify "$3"
  grep -q "$2" <<<"$output" || fail "the verdict on $3 does not say $2"
}

# Where the statement NAME stands in the log.
index_of() { fact index "$(linkcert statement submit "$1.statement")"; }

# The certificate that FILE is.
id_of() { fact 'certificate id' "$(linkcert-verify verify "$1" --lang en)"; }

# The ISSUED/*.linkcert of the person with that NAME.
file_of() {
  local file
  for file in "$1"/*.linkcert; do
    linkcert-verify verify "$file" | grep -q "$2" && echo "$file" && return
  done
  fail "$2 has no certificate in $1"
}
