# Sourced by demo.sh: real places for routes, below $stage/places. They end with the demo.
places=$stage/places
mkdir -p "$places"/{nas,branch/in,cloud,archive} "$places"/mail/{soumu,zaimu}/{new,cur,tmp}
export nas=$places/nas key=$places/key known_hosts=$places/known_hosts clouds=$places/rclone.conf
export sendmail=$places/sendmail mail=$places/mail branch

# A mail system that delivers a message into the mailbox of whom it is for.
cat >"$sendmail" <<'PROGRAM'
#!/bin/sh
message=$(mktemp "$mail/message.XXXXXX")
cat >"$message"
mv "$message" "$mail/$(sed -n 's/^To: \(.*\)@.*/\1/p;/^$/q' "$message")/new/"
PROGRAM
chmod +x "$sendmail"

# Two providers, who see encrypted files only.
for cloud in cloud archive; do
    printf '[%s]\ntype = crypt\nremote = %s\npassword = %s\n' "$cloud" "$places/$cloud" \
        "$(rclone obscure "$(openssl rand -hex 16)")" >>"$clouds"
done

# A server on the loopback interface, with keys of its own, that offers nothing but file transfer.
for name in host key; do ssh-keygen -q -t ed25519 -N '' -C "$name" -f "$places/$name"; done
[ "$(id -u)" -ne 0 ] || mkdir -p /run/sshd
for ((attempt = 0; attempt < 20; attempt++)); do
    port=$((20000 + RANDOM))
    /usr/sbin/sshd -D -e -f /dev/null -o "Port=$port" -o ListenAddress=127.0.0.1 -o "HostKey=$places/host" \
        -o PidFile=none -o UsePAM=no -o StrictModes=no -o PasswordAuthentication=no \
        -o "AuthorizedKeysFile=$places/key.pub" -o KbdInteractiveAuthentication=no -o LogLevel=QUIET \
        -o 'Subsystem=sftp internal-sftp' 2>/dev/null &
    server=$!
    trap 'kill "$server" 2>/dev/null || true; rm -rf "$stage"' EXIT
    for ((wait = 0; wait < 50; wait++)); do
        kill -0 "$server" 2>/dev/null || break
        if (: >"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then break 2; fi
        sleep 0.05
    done
    kill "$server" 2>/dev/null || true
done
branch=$(id -un)@127.0.0.1:$port/$places/branch/in
printf '[127.0.0.1]:%s %s\n' "$port" "$(cat "$places/host.pub")" >"$known_hosts"
