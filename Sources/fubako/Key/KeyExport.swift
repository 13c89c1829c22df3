import ArgumentParser
import Console
import Cryptography
import Keyring
import SystemIO
import Terminal

/// `fubako key export`: the certificates, for others.
struct KeyExport: Subcommand {
    static let configuration = CommandConfiguration(
        "export", ("Write the certificates for others. Nothing in them is secret.", "他者に渡す証明書を書き出します。秘密は含みません。"),
        examples: ["fubako key export soumu -o soumu.cert.pem", "fubako key export soumu > soumu.cert.pem"])

    @OptionGroup var identity: IdentityArgument

    @Option(
        name: .shortAndLong,
        help: help("A new file instead of standard output.", "標準出力の代わりの新しいファイル。", valueName: "file"))
    var output: PathArgument?

    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let identity = try session.keyring.identity(IdentityName(identity.name))
        let log = try KeyLog(session)
        if let path = output.flatMap({ $0.isDash ? nil : $0.path }) {
            try write(identity.pair.pem, to: path)
            if !common.json { session.output.note(.doneExported, identity.name.text, path) }
        } else if !common.json {
            try Descriptor.standardOutput.writeFully(identity.pair.pem)
        }
        if common.json { try session.output.json(Export(identity)) }
        try log.record(.exported, identity)
        return .success
    }

    /// - Throws: `refused` if there is such a file: nothing here is worth replacing one.
    private func write(_ pem: [UInt8], to path: Path) throws(any Error) {
        do throws(SystemError) {
            let file = try AtomicFile(path, mode: FileMode.newFile)
            try file.descriptor.writeFully(pem)
            try file.commit()
        } catch {
            guard error.code == .exists else { throw error }
            throw CommandFailure(.refused, .systemExists, place: path, hint: .hintOtherOutput)
        }
    }
}

/// What `--json` shows.
private struct Export: Encodable {
    let name: String
    let fingerprint: String
    /// The signing certificate, then the encryption certificate.
    let pem: String

    init(_ identity: Identity) {
        name = identity.name.text
        fingerprint = hexadecimal(identity.fingerprint.bytes)
        pem = String(decoding: identity.pair.pem, as: UTF8.self)
    }
}
