import TestSupport
import Testing

/// Two certificates that openssl made, each property of which can be wrong.
struct ForeignPair: Sendable, CustomTestStringConvertible {
    var testDescription = "right in every way"
    var signingUsage: String? = "digitalSignature,keyCertSign"
    var encryptionUsage: String? = "keyAgreement"
    var signingIsCA = true
    var encryptionIsCA = false
    var signingKey = ["EC", "-pkeyopt", "ec_paramgen_curve:P-256"]
    var encryptionKey = ["EC", "-pkeyopt", "ec_paramgen_curve:P-256"]
    var hasSameKey = false
    /// Who signs the encryption certificate: "signing", "encryption" itself, or "other" with the same name.
    var issuer = "signing"
    var hash = "sha256"

    static let rsa2048 = ["RSA", "-pkeyopt", "rsa_keygen_bits:2048"]
    static let rsa3072 = ["RSA", "-pkeyopt", "rsa_keygen_bits:3072"]

    /// Both in PEM.
    struct Texts {
        let signing: [UInt8]
        let encryption: [UInt8]
    }

    func make() throws -> Texts {
        let folder = try TemporaryFolder()
        try openssl(folder, ["genpkey", "-out", "signing.key", "-algorithm"] + signingKey)
        if hasSameKey {
            try folder.write(try folder.read("signing.key"), to: "encryption.key")
        } else {
            try openssl(folder, ["genpkey", "-out", "encryption.key", "-algorithm"] + encryptionKey)
        }
        try folder.write(extensions(isCA: signingIsCA, signingUsage), to: "signing.ext")
        try folder.write(extensions(isCA: encryptionIsCA, encryptionUsage), to: "encryption.ext")
        try certify(folder, "signing", issuer: "signing")
        if issuer == "other" {
            try openssl(folder, ["genpkey", "-out", "other.key", "-algorithm"] + signingKey)
            try certify(folder, "other", issuer: "other", extensions: "signing")
        }
        try certify(folder, "encryption", issuer: issuer)
        return Texts(signing: try folder.read("signing.crt"), encryption: try folder.read("encryption.crt"))
    }

    private func extensions(isCA: Bool, _ usage: String?) -> [UInt8] {
        let lines = ["basicConstraints=critical,CA:\(isCA ? "TRUE" : "FALSE")", "subjectKeyIdentifier=hash"]
        return Array((lines + (usage.map { ["keyUsage=critical,\($0)"] } ?? []) + [""]).joined(separator: "\n").utf8)
    }

    private func certify(
        _ folder: TemporaryFolder, _ name: String, issuer: String, extensions: String? = nil
    ) throws {
        try openssl(folder, ["req", "-new", "-key", "\(name).key", "-subj", "/CN=foreign", "-out", "request"])
        let signer =
            issuer == name ? ["-signkey", "\(name).key"] : ["-CA", "\(issuer).crt", "-CAkey", "\(issuer).key"]
        try openssl(
            folder,
            ["x509", "-req", "-in", "request", "-days", "3650", "-\(hash)", "-out", "\(name).crt"] + signer
                + ["-set_serial", "\(name.utf8.count)", "-extfile", "\(extensions ?? name).ext"])
    }

    private func openssl(_ folder: TemporaryFolder, _ arguments: [String]) throws {
        let result = try run("openssl", arguments, in: folder.path)
        guard result.status == 0 else { throw TestSupportError(result.errors) }
    }
}
