import Label
import PackageFormat
import SystemIO

/// What a package will hold: the listed files, or one stream.
struct SealedContent: ~Copyable {
    /// Nil for a stream, and once it was taken.
    private(set) var scan: TreeScan?
    /// Whether it is one file and nothing else.
    let isOneFile: Bool

    /// Lists the inputs.
    /// - Throws: `specialFiles` with all of them, unless the request leaves them out; `package`; `system`, with
    ///   `inputIsOutput` if what is read is the file that is written to.
    init(_ request: SealRequest) throws(OperationError) {
        guard case .files(let paths) = request.input else {
            if request.openOutput != nil {
                try onSystem { () throws(SystemError) in
                    try Descriptor.standardInput.requireApartFromStandardOutput(Descriptor.standardInputName)
                }
            }
            isOneFile = true
            scan = nil
            return
        }
        let tree = try onSystem { () throws(SystemError) in try SourceTree(paths) }
        let scan = try onPackage { () throws(PackageFormatError) in
            try TreeScan(tree, openOutput: request.openOutput, outputFolder: request.outputFolder) { path in
                request.exclusions.contains { $0.matches(path) }
            }
        }
        if !scan.specials.isEmpty, !request.skipsSpecialFiles {
            var error = OperationError(.specialFiles)
            error.paths = scan.specials.map(\.path)
            throw error
        }
        isOneFile = scan.holdsOneFile
        self.scan = consume scan
    }

    /// What was listed, to be sealed.
    mutating func takeScan() -> TreeScan? { scan.take() }

    /// Records among the inputs.
    var labelRecords: [[UInt8]] {
        switch scan {
        case .some(let scan): scan.labelRecords
        case .none: []
        }
    }

    /// Refuses an output that would be read as input.
    borrowing func check(output: Path) throws(OperationError) {
        switch scan {
        case .some(let scan): try onSystem { () throws(SystemError) in try scan.tree.check(output: output) }
        case .none: return
        }
    }

    /// The label that the package gets.
    /// - Parameter inherited: what the inputs bring along.
    static func label(_ request: SealRequest, _ inherited: LabelFields?) throws(OperationError) -> Label? {
        guard let inherited else {
            guard let given = request.label else { return request.defaultLabel }
            return try onLabel { () throws(LabelError) in try given.label(usual: request.defaultLabel) }
        }
        if let given = request.label { return try given.label(changing: inherited) }
        return try onLabel { () throws(LabelError) in try Label(inherited) }
    }

    /// What the inputs bring along in records beside them and inside them.
    borrowing func inheritedLabel(_ request: SealRequest) throws(OperationError) -> LabelFields? {
        guard request.inheritsLabels, case .files(let paths) = request.input else { return nil }
        // What came out of one package has the same record in several places, and counts once.
        var records = try InheritedLabels.beside(paths)
        switch scan {
        case .some(let scan): records.formUnion(try InheritedLabels.inside(scan))
        case .none: break
        }
        return LabelFields.inherited(from: Self.labels(of: records))
    }

    /// In an order of their own, not that of the set, so that the outcome does not depend on chance.
    private static func labels(of records: Set<LabelRecord>) -> [Label] {
        records.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }.map(\.label)
    }

    /// Whoever opens a labelled package gets a record beside each top-level entry, whose name must be possible.
    borrowing func checkNames(_ label: Label?) throws(OperationError) {
        guard label != nil else { return }
        let limit = Format.maximumComponentSize - LabelRecord.suffix.utf8.count
        switch scan {
        case .some(let scan):
            guard let name = scan.tree.names.first(where: { $0.count > limit }) else { return }
            throw OperationError(
                .package,
                underlying: .package(
                    PackageFormatError(
                        .unsealableName, "more than \(limit) bytes, which leaves no room for its label's record",
                        path: name)))
        case .none: return
        }
    }
}
