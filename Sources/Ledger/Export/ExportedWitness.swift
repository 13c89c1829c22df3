import Normalization
import Transparency

/// The file `witnesses` of an export: in each line an organisation, a tab, and a public key.
enum ExportedWitness {
    /// What a file holds, and what is wrong with it, in a sentence for each line that is none.
    struct Content {
        var witnesses: [Witness] = []
        var faults: [String] = []
    }

    /// - Parameter log: the ledger's own key, which cannot be a witness.
    static func read(_ text: [UInt8], of log: VerifierKey) -> Content {
        var content = Content()
        var lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
        if lines.removeLast().isEmpty == false { content.faults.append("the last line does not end") }
        for line in lines {
            do throws(TransparencyError) {
                let witness = try Self.witness(line)
                let keys = [log] + content.witnesses.map(\.key)
                guard !keys.contains(where: { Self.isOne($0, witness.key) }) else {
                    throw TransparencyError(.badWitnesses, "one key twice, or the ledger's own")
                }
                content.witnesses.append(witness)
            } catch { content.faults.append(error.reason) }
        }
        return content
    }

    private static func witness(_ line: ArraySlice<UInt8>) throws(TransparencyError) -> Witness {
        guard let text = String(validating: line, as: UTF8.self), let tab = text.firstIndex(of: "\t") else {
            throw TransparencyError(.malformed, "a line without a tab")
        }
        let organisation = String(text[..<tab])
        guard isName(organisation) else {
            throw TransparencyError(.badWitnesses, "an organisation without a name in its one form")
        }
        let key = try VerifierKey(text: String(text[text.index(after: tab)...]))
        guard key.type == .cosignature else {
            throw TransparencyError(.badWitnesses, "a key that makes no cosignatures")
        }
        return Witness(key: key, organisation: organisation)
    }

    /// Whether two keys are one, or could be taken for one.
    private static func isOne(_ one: VerifierKey, _ other: VerifierKey) -> Bool {
        one.publicKey == other.publicKey || one.name == other.name && one.keyID == other.keyID
    }

    /// Whether a name has its one form: normalised, without white space around it, and without what cannot be seen.
    private static func isName(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last,
            !first.properties.isWhitespace, !last.properties.isWhitespace, nfc(text).utf8.elementsEqual(text.utf8)
        else { return false }
        return !text.unicodeScalars.contains { hidden.contains($0.properties.generalCategory) }
    }

    private static let hidden: Set<Unicode.GeneralCategory> = [
        .control, .format, .surrogate, .lineSeparator, .paragraphSeparator,
    ]
}
