/// What ssh(1) says on standard error when it ends, and what that means for a route. Its messages are not translated.
enum SSHFailure {
    static func meaning(of words: String, hadAnswered: Bool) -> RoutesError {
        for (phrases, code, reason, advice) in table where phrases.contains(where: words.contains) {
            return RoutesError(code, reason, advice: advice, said: words)
        }
        guard hadAnswered else {
            return RoutesError(
                .down, "ssh ended before the server's file transfer answered",
                advice: "try the connection by hand, with sftp and the same host", said: words)
        }
        return RoutesError(
            .connectionLost, "the connection to the server ended in the middle",
            advice: "send again: what is there already is continued", said: words)
    }

    private typealias Row = (phrases: [String], code: RoutesError.Code, reason: String, advice: String)

    /// The first that fits counts.
    private static let table: [Row] = [
        (
            ["REMOTE HOST IDENTIFICATION HAS CHANGED", "REVOKED HOST KEY", "DNS SPOOFING"], .hostKeyChanged,
            "the server shows another host key than the one that is known of it",
            "ask the server's office, by another way, whether the key was changed; only then correct the file of known hosts"
        ),
        (
            ["Host key verification failed", "host key is known for"], .hostKeyUnknown,
            "the server's host key is not known",
            "get the host key's fingerprint from the server's office, compare, and add it to the file of known hosts"
        ),
        (
            ["Permission denied", "Too many authentication failures", "No supported authentication methods"], .refused,
            "the server did not let us in", "load the right key into ssh-agent, and try the connection by hand"
        ),
        (
            ["subsystem request failed"], .unsupported, "the server has no file transfer over SSH",
            "ask the server's office to allow SFTP"
        ),
        (
            ["Could not resolve hostname"], .wrongRemote, "there is no host of this name", "check the host's name"
        ),
        (
            [
                "Connection refused", "Connection timed out", "No route to host", "Network is unreachable",
                "Connection closed by remote host during", "kex_exchange_identification", "Host is down",
            ], .down, "the server does not answer", "try again later, or use another route"
        ),
    ]
}
