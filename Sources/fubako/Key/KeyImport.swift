import ArgumentParser
import Console
import DER
import Keyring
import SystemIO
import Terminal

/// `fubako key import`: the certificates of somebody else.
struct KeyImport: Subcommand {
    static let configuration = CommandConfiguration(
        "import",
        (
            "Take in the certificates of somebody else, after their fingerprint was compared.",
            "他者の証明書を、指紋を確かめてから取り込みます。"
        ),
        examples: [
            "fubako key import zaimu.cert.pem",
            "fubako key import zaimu.cert.pem --name zaimu --fingerprint '0123 4567 89AB CDEF ...'",
            "ssh zaimu.example.jp fubako key export zaimu | fubako key import -",
        ])

    @Argument(help: help("A file with both certificates; - is standard input.", "二つの証明書のファイル。- は標準入力。"))
    var file: PathArgument

    @Option(
        help: help(
            "The name in the keyring; without it, that of the certificate.", "鍵束での名前。なければ証明書の名前。", valueName: "name"))
    var name: String?

    @OptionGroup var told: FingerprintOption
    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        let pair = try pair()
        let name = try chosenName(pair)
        try session.keyring.requireNew(pair, as: name)
        warn(session, pair, name)
        let fingerprint = try session.confirmedFingerprint(of: pair, name, told: told.fingerprint)
        let log = try KeyLog(session)
        let identity = try session.keyring.add(pair, as: name, fingerprint: fingerprint, trustedSince: session.now)
        try log.record(.imported, identity)
        try session.show(identity)
        return .success
    }

    private func pair() throws(KeyringError) -> CertificatePair {
        if file.isDash { return try CertificatePair(reading: .standardInput, file.path) }
        return try CertificatePair(file: file.path)
    }

    private func chosenName(_ pair: CertificatePair) throws(any Error) -> IdentityName {
        if let name { return try IdentityName(name) }
        guard let name = IdentityName(suggestedBy: pair) else {
            let certified = pair.signing.subject.commonName
            throw CommandFailure(.usage, .importNoName, certified, place: file.path, hint: .hintImportName)
        }
        return name
    }

    /// Certificates that have expired are still needed, for what was sealed before.
    private func warn(_ session: Session, _ pair: CertificatePair, _ name: IdentityName) {
        for certificate in [pair.signing, pair.encryption] {
            guard case .expired(let end) = certificate.validity(at: session.now) else { continue }
            return session.output.warn(.importExpired, name.text, end.day.description)
        }
    }
}

/// What the owner of a fingerprint told.
struct FingerprintOption: ParsableArguments {
    @Option(
        help: help(
            "The fingerprint that the owner told; nothing is asked if it is equal.", "持ち主から聞いた指紋。一致すれば何も尋ねません。",
            valueName: "fingerprint"))
    var fingerprint: String?
}
