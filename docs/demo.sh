#!/usr/bin/env bash
# Two offices, one package: what a user does, from making keys to refusing a package that was tampered with.
# Everything happens in a temporary folder. Fails if any step ends otherwise than it should.
set -euo pipefail

program=$(realpath "${FUBAKO:-.build/release/fubako}")
documents=$(cd "$(dirname "$0")" && pwd)
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
umask 077
mkdir "$stage/bin" "$stage/soumu" "$stage/zaimu" "$stage/kansa"
ln -s "$program" "$stage/bin/fubako"
PATH=$stage/bin:$PATH

fail() {
    echo "demo: $*" >&2
    exit 1
}

# office, wanted exit code, command line: shows the line as if typed at that office, and runs it there.
at_expecting() {
    local office=$1 wanted=$2 line=$3 status=0
    printf '\n%s$ %s\n' "$office" "$line"
    (
        cd "$stage/$office"
        unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME
        HOME=$stage/$office bash -euo pipefail -c "$line" 2>&1
    ) || status=$?
    [ "$status" -eq "$wanted" ] || fail "that ended with $status instead of $wanted"
    [ "$wanted" -eq 0 ] || echo "(exit code $status)"
}

at() { at_expecting "$1" 0 "$2"; }

explain() { printf '\n# %s\n' "$*"; }

# The one fingerprint of an identity, as its owner reads it out on the telephone.
fingerprint() {
    HOME=$stage/$1 "$program" key show "$1" | grep -oE '([0-9A-F]{4} ){15}[0-9A-F]{4}'
}

# Flips one bit of a file: at an offset, or in the middle.
flip_bit() {
    local place=${2:-$(($(stat -c %s "$1") / 2))} byte
    byte=$(od -An -tu1 -j "$place" -N 1 "$1")
    # The escape is made by the inner printf and read by the outer one.
    printf "\\x$(printf %02x $((byte ^ 1)))" | dd of="$1" bs=1 seek="$place" conv=notrunc status=none
}

for office in soumu zaimu; do openssl rand -base64 24 >"$stage/$office/passphrase"; done
mkdir "$stage/soumu/報告書"
cp "$documents"/*.md "$stage/soumu/報告書/"
ln -s README.md "$stage/soumu/報告書/はじめに"
cp "$documents/../README.md" "$stage/soumu/報告書/"

explain 'Each office makes an identity. The passphrase comes from a file here, from the terminal otherwise.'
at soumu 'fubako key new soumu --mail soumu@example.jp --unit 総務課 --passphrase-file passphrase'
at zaimu 'fubako key new zaimu --mail zaimu@example.jp --unit 財務課 --passphrase-file passphrase'

explain 'They exchange certificates, and compare one fingerprint for each on the telephone.'
at soumu 'fubako key export soumu -o soumu.cert.pem'
at zaimu 'fubako key export zaimu -o zaimu.cert.pem'
cp "$stage/soumu/soumu.cert.pem" "$stage/zaimu/"
cp "$stage/zaimu/zaimu.cert.pem" "$stage/soumu/"
at soumu "fubako key import zaimu.cert.pem --fingerprint '$(fingerprint zaimu)'"
at zaimu "fubako key import soumu.cert.pem --fingerprint '$(fingerprint soumu)'"

explain 'The sender seals a folder, and says how it must be handled.'
at soumu 'fubako seal --to zaimu --grade C3/I2/A1 --restrict 複製禁止 --purpose transfer \
    --passphrase-file passphrase 報告書 -o report.fubako'

explain 'On its way anyone sees what the package says of itself, and nothing of what is in it.'
cp "$stage/soumu/report.fubako" "$stage/zaimu/"
at zaimu 'fubako inspect report.fubako'

explain 'The addressee verifies it, which needs no secret, looks inside, and opens it.'
at zaimu 'fubako verify report.fubako'
at zaimu 'fubako list report.fubako --passphrase-file passphrase'
at zaimu 'fubako open report.fubako --passphrase-file passphrase -o inbox'

explain 'What came out is what went in.'
cp -a "$stage/soumu/報告書" "$stage/zaimu/original"
at zaimu 'diff -r --no-dereference original inbox/報告書 && echo identical'

explain 'One bit of the package is flipped. It is refused, and nothing is written.'
cp "$stage/zaimu/report.fubako" "$stage/zaimu/tampered.fubako"
flip_bit "$stage/zaimu/tampered.fubako"
at_expecting zaimu 8 'fubako verify tampered.fubako'
at_expecting zaimu 8 'fubako open tampered.fubako --passphrase-file passphrase -o refused'
[ ! -e "$stage/zaimu/refused" ] || fail "the refused package left something behind"

explain 'The ledger of the sender announced the package before it was made, and fits what the package says of it.'
at soumu 'fubako ledger show --kind seal-intent --kind seal'
at soumu 'fubako ledger verify --package report.fubako'

explain 'An outsider gets a proof of that entry, and checks it without the ledger. Names do not travel along.'
package=$(sed -n 's/.*"packageId":"\([0-9a-f]*\)".*/\1/p' <<<"$("$program" inspect --json "$stage/soumu/report.fubako")")
at soumu "fubako ledger prove $package -o entry.proof"
cp "$stage/soumu/entry.proof" "$stage/soumu/soumu.cert.pem" "$stage/kansa/"
at kansa "fubako key import soumu.cert.pem --fingerprint '$(fingerprint soumu)'"
at kansa 'fubako ledger check entry.proof'

explain 'Five ways lead to the other office: a share, a server, two clouds, mail. What can be tried is tried.'
. "$documents/demo-places.sh"
at soumu 'fubako route add nas --folder "$nas" --own >/dev/null'
at soumu 'fubako route add branch "sftp://$branch" --identity-file "$key" --known-hosts "$known_hosts" >/dev/null'
at soumu 'fubako route add cloud --rclone cloud: --rclone-config "$clouds" >/dev/null'
at soumu 'fubako route add archive --rclone archive: --rclone-config "$clouds" >/dev/null'
at soumu 'fubako route add mail --mail zaimu@example.jp --sendmail "$sendmail" --maildir "$mail/soumu" >/dev/null'
at soumu 'fubako route test branch | grep -v 127.0.0.1'

explain 'A record goes in five pieces by these ways. Any three open it; two alone tell nothing.'
at soumu 'fubako send --to zaimu --split 3/5 --via nas,branch,cloud,archive,mail --deadline 7d --grade C3/I2/A1 \
    --passphrase-file passphrase 報告書 --name letter'

explain 'Two are lost, and one is damaged on its way.'
rm -r "$stage"/places/cloud "$stage"/places/archive
flip_bit "$stage"/places/nas/*.1.fubako 500

explain 'The addressee collects from the ways that reach it. Each piece is verified on arrival, by itself; what one has'
printf '# lost, the others have.\n'
at zaimu 'fubako route add nas --folder "$nas" >/dev/null'
at zaimu 'fubako route add branch "sftp://$branch" --identity-file "$key" --known-hosts "$known_hosts" >/dev/null'
at zaimu 'fubako route add mail --mail soumu@example.jp --sendmail "$sendmail" --maildir "$mail/zaimu" >/dev/null'
at zaimu 'fubako receive --from nas,branch,mail --receipts-to mail --passphrase-file passphrase -o again'
at zaimu 'diff -r --no-dereference original again/報告書 && echo identical'

explain 'A signed receipt comes back by one of the ways, and closes the transfer.'
at soumu 'fubako receive --from mail'
at soumu 'fubako transfer status letter'

if python3 -c 'import cryptography' 2>/dev/null; then
    explain 'An auditor gets everything, and checks it without this program.'
    at soumu 'fubako ledger export audit.tar'
    cp "$stage/soumu/audit.tar" "$documents/auditor/check.py" "$stage/kansa/"
    at kansa 'python3 check.py --owner soumu.cert.pem audit.tar'
fi
printf '\n# Everything went as it should.\n'
