import Cryptography
import DER
import Keyring
import Label
import PackageFormat
import SystemIO

@testable import Operations

/// Packages that the rules would refuse to seal, made with the format's own means.
struct SealedOutsideRules {
    let office: Office
    var inputs = ["report"]
    var label: Label?

    /// Signs at any time, whether the certificate is valid then or not.
    func arrival(
        from sender: Identity, to recipient: Identity, at time: DERTime, in target: Office
    ) throws -> ArrivedPackage {
        var plan = SealPlan(purpose: .inside)
        plan.signer = sender.signing
        plan.label = label
        let addressees = Addressees(publicKeys: [recipient.encryption.publicKey], passphrase: nil, hidden: false)
        let output = try Descriptor.open(office.path("outside"), [.readWrite, .create, .truncate])
        let tree = try SourceTree(inputs.map(office.path))
        let scan = try TreeScan(tree) { _ in false }
        let body = try PackageSealer(plan, to: addressees).seal(
            scan, to: [PieceOutput(output)], progress: Progress())
        let key = try office.keyring.unlockSigning(sender, passphrase: Office.passphrase)
        _ = try body.finish(signedBy: key.key, key.certificate, time: time)
        return try target.arrive(office.path("outside"))
    }
}
