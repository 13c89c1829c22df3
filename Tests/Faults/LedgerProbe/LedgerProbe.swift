import DER
import Glibc
import Ledger
import SystemIO

/// A small program that appends to a ledger, for tests that run it many times at once and kill it, and for measuring.
///
/// Usage: ledger-probe append|fill|forget|verify|export|check|prove FOLDER STATE NAME COUNT BATCH
///
/// `append` writes a line "POSITION NUMBER" for each entry as soon as it is acknowledged. `export` writes the archive NAME,
/// with personal values if COUNT is 1; `check` verifies it. `prove` makes
/// COUNT proofs. `forget` forgets NAME.
@main
enum LedgerProbe {
    static func main() {
        let words = CommandLine.arguments
        guard words.count == 7, let count = Int(words[5]), let batch = Int(words[6]), let time = now() else { exit(2) }
        do throws(LedgerError) {
            let author = Author(actor: words[4], host: "probe")
            let new = NewLedger(author: author, time: time)
            let ledger = try Ledger.open(at: Path(words[2]), creating: new, state: Path(words[3]))
            switch words[1] {
            case "append": try append(ledger, author, time, count, batch, isTold: true)
            case "fill": try append(ledger, author, time, count, batch, isTold: false)
            case "forget":
                let nobody = Author(actor: "probe")
                print(try ledger.forget(person: words[4], reason: "asked for", by: nobody, at: time).erased)
            case "verify": report(try timed { () throws(LedgerError) in try ledger.verify() })
            case "check":
                report(try timed { () throws(LedgerError) in try LedgerExport.verify(Path(words[4])).verification })
            case "prove": try prove(ledger, count)
            case "export": try export(ledger, to: Path(words[4]), withPersonal: count == 1)
            default: exit(2)
            }
        } catch {
            print("refused: \(error.code.rawValue): \(error.reason)")
            exit(1)
        }
    }

    private static func now() -> DERTime? { DERTime(seconds: FileTime.now.seconds) }

    private static func append(
        _ ledger: Ledger, _ author: Author, _ time: DERTime, _ count: Int, _ batch: Int, isTold: Bool
    ) throws(LedgerError) {
        let begin = ContinuousClock.now
        for first in stride(from: 0, to: count, by: batch) {
            let entries = (first..<min(count, first + batch)).map { entry($0, author, time) }
            let appended = try ledger.append(entries)
            guard isTold else { continue }
            var lines = ""
            for (index, one) in appended.enumerated() { lines += "\(one.position) \(first + index)\n" }
            // In one call, so that a line is there as a whole or not at all.
            _ = lines.withCString { write(STDOUT_FILENO, $0, strlen($0)) }
        }
        let seconds = (ContinuousClock.now - begin) / .seconds(1)
        if !isTold { print("\(count) entries in \(seconds) s, \(Int(Double(count) / seconds)) a second") }
    }

    /// About 400 bytes.
    private static func entry(_ number: Int, _ author: Author, _ time: DERTime) -> NewEntry {
        let package = withUnsafeBytes(of: UInt64(number).bigEndian) { Array($0) } + [UInt8](repeating: 0x5A, count: 24)
        return .sealed(
            package, manifest: [UInt8](repeating: 0xA5, count: 32), bytes: UInt64(number), entries: 1, by: author,
            at: time)
    }

    private static func export(_ ledger: Ledger, to path: Path, withPersonal: Bool) throws(LedgerError) {
        var options = ExportOptions()
        options.withPersonal = withPersonal
        let file: SharedDescriptor
        do throws(SystemError) {
            file = SharedDescriptor(try Descriptor.open(path, [.writeOnly, .create, .truncate]))
        } catch { exit(3) }
        _ = try ledger.export(to: file, path, options)
    }

    private static func prove(_ ledger: Ledger, _ count: Int) throws(LedgerError) {
        let size = try ledger.size()
        let begin = ContinuousClock.now
        for number in 0..<UInt64(count) {
            // Places that are spread, and the same in every run.
            _ = try ledger.proof(of: number &* 0x9E37_79B9_7F4A_7C15 % size)
        }
        print("\((ContinuousClock.now - begin) / .milliseconds(1) / Double(count)) ms for a proof")
    }

    private static func timed(
        _ body: () throws(LedgerError) -> LedgerVerification
    ) throws(LedgerError) -> LedgerVerification {
        let begin = ContinuousClock.now
        let verification = try body()
        let seconds = (ContinuousClock.now - begin) / .seconds(1)
        print("\(verification.size) entries, \(verification.findingCount) findings, in \(seconds) s")
        return verification
    }

    private static func report(_ verification: LedgerVerification) {
        for finding in verification.findings.prefix(20) {
            print("\(finding.kind.rawValue) \(finding.position ?? 0) \(finding.field ?? "") \(finding.reason)")
        }
        if !verification.isSound { exit(1) }
    }
}
