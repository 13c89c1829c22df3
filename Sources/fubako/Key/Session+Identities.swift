import Console
import Cryptography
import Keyring
import Terminal

extension Session {
    /// Shows everything about an identity.
    func show(_ identity: Identity) throws(any Error) {
        if output.isJSON { return try output.json(IdentityJSON(identity, at: now)) }
        for line in aligned(identity.lines(at: now, language)) { try output.line(line) }
    }

    /// Tells what was done with an identity: as JSON, itself; otherwise a note.
    func done(_ message: Message, _ identity: Identity) throws(any Error) {
        if output.isJSON { return try output.json(IdentityJSON(identity, at: now)) }
        output.note(message, identity.name.text)
    }

    /// Makes sure that a person compared the fingerprint: what the owner told was given, or is confirmed on the terminal.
    /// - Parameter told: the option's value.
    /// - Returns: the fingerprint that the pair must have.
    /// - Throws: `usage` for a text that is no fingerprint, or without a terminal; `refused` if it was not confirmed.
    func confirmedFingerprint(
        of pair: CertificatePair, _ name: IdentityName, told: String?
    ) throws(any Error) -> Fingerprint {
        if let told {
            guard let fingerprint = Fingerprint(told) else {
                throw CommandFailure(.usage, .fingerprintForm, place: "--fingerprint")
            }
            return fingerprint
        }
        guard try isConfirmed(pair, name) else {
            throw CommandFailure(.refused, .fingerprintNotConfirmed, place: name.text)
        }
        return pair.fingerprint
    }

    private func isConfirmed(_ pair: CertificatePair, _ name: IdentityName) throws(any Error) -> Bool {
        do throws(TerminalError) {
            return try prompt.confirm(.askFingerprint, name.text, pair.fingerprint.text)
        } catch {
            guard error.code == .noTerminal else { throw error }
            throw CommandFailure(
                .usage, .fingerprintNoTerminal, pair.fingerprint.text, place: name.text, hint: .hintFingerprintOption)
        }
    }
}
