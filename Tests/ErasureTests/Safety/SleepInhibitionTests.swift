import Erasure
import Glibc
import SystemIO
import TestSupport
import Testing

struct SleepInhibitionTests {
    /// As the program does: what is written to a program that has ended fails with an error (Interruption.install).
    init() { signal(SIGPIPE, SIG_IGN) }

    /// What stands in for systemd-inhibit.
    private func inhibition(_ script: String) throws -> SleepInhibition.State {
        let folder = try TemporaryFolder()
        try folder.write(Array("#!/bin/sh\n\(script)\n".utf8), to: "inhibit")
        try succeed("chmod", ["700", folder("inhibit")])
        return SleepInhibition(
            reason: "erasing", program: Path(folder("inhibit")), patience: .milliseconds(500)
        ).state
    }

    @Test("sleep is inhibited when what runs under the lock answers")
    func inhibited() throws {
        #expect(try inhibition(#"[ "$5" = cat ] && [ "$4" = --why=erasing ] && exec cat"#) == .inhibited)
    }

    @Test("why it is not is said: no logind, no program, no answer")
    func unavailable() throws {
        #expect(try inhibition("echo Failed to inhibit >&2; exit 1") == .unavailable("Failed to inhibit"))
        #expect(try inhibition("exec sleep 5") == .unavailable("Connection timed out"))
        let none = SleepInhibition(reason: "erasing", program: "/absent/systemd-inhibit")
        #expect(none.state == .unavailable("No such file or directory"))
    }
}
