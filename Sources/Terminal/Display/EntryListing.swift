import Console
import Cryptography
import Operations
import PackageFormat
import SystemIO

/// Writes the entries of a package one after the other: a line for each, or with `--json` one object.
/// Memory does not grow with their number.
package struct EntryListing: ~Copyable {
    private static let batch = 512

    private let output: Output
    private var lines: [String] = []
    private var isFirst = true

    /// - Parameter output: where to write, and in which form.
    package init(_ output: Output) { self.output = output }

    /// Writes what stands before the entries, which is nothing in a text.
    /// - Throws: `system`.
    package mutating func begin(_ facts: ListingJSON) throws(OperationError) {
        guard output.isJSON else { return }
        // It ends with the brace that the entries come before.
        try write(json(facts).dropLast() + #","entries":["#)
    }

    /// Writes an entry, if not at once then with later ones.
    /// - Throws: `system`.
    package mutating func add(_ entry: Entry) throws(OperationError) {
        if output.isJSON {
            lines.append((isFirst ? "" : ",") + (try json(EntryJSON(entry))))
        } else {
            lines.append(entry.listing + "\n")
        }
        isFirst = false
        if lines.count >= Self.batch { try flush() }
    }

    /// Writes what is left, and what stands after the entries.
    /// - Throws: `system`.
    package mutating func end() throws(OperationError) {
        try flush()
        if output.isJSON { try write("]}\n") }
    }

    private mutating func flush() throws(OperationError) {
        let text = lines.joined()
        lines.removeAll(keepingCapacity: true)
        if !text.isEmpty { try write(text) }
    }

    private func json(_ value: some Encodable) throws(OperationError) -> String {
        do { return try JSON.text(value) } catch {
            // A defect: what is listed always has a form in JSON. It is told as one, rather than left out.
            throw OperationError(OperationError.Code(rawValue: error.code.rawValue))
        }
    }

    private func write(_ text: String) throws(OperationError) {
        do { try output.part(text) } catch { throw OperationError(.system, underlying: .system(error)) }
    }
}

/// What is told of a package that is listed, for `--json`, before its entries.
package struct ListingJSON: Encodable, Sendable {
    private let package: String
    private let packageId: String
    private let pieces: PiecesJSON?
    private let purpose: String
    private let label: LabelJSON?
    private let sender: SignerJSON
    private let sealed: String
    private let former: [FormerJSON]
    private let damage: [DamageJSON]

    /// What the package is, without its entries.
    /// - Parameter source: where the package was read from.
    package init(_ opened: borrowing OpenPackage, of source: PackageSource) {
        let header = opened.structure.common
        package = source.name
        packageId = hexadecimal(header.packageID)
        pieces = PiecesJSON(opened.structure)
        purpose = header.purpose.text(.en)
        label = opened.label.map(LabelJSON.init)
        sender = SignerJSON(opened.judgement)
        sealed = opened.structure.manifest.sealingTime.rfc3339
        former = opened.formerStatements.map(FormerJSON.init)
        damage = opened.structure.damage.map(DamageJSON.init)
    }
}
