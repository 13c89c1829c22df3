import Label
import PackageFormat
import SystemIO

/// The labels that files brought with them: records that stand beside them since they were opened.
enum InheritedLabels {
    /// The records that stand beside inputs.
    /// - Throws: `label` for a record that cannot be read as one: what it said may not be passed over.
    static func beside(_ inputs: [Path]) throws(OperationError) -> Set<LabelRecord> {
        var records: Set<LabelRecord> = []
        for input in inputs {
            let input = try onSystem { () throws(SystemError) in try input.named() }
            if let record = try record(beside: input) { records.insert(record) }
        }
        return records
    }

    /// The records among the inputs, or in folders that are sealed.
    /// - Throws: `label` for a record that cannot be read as one.
    static func inside(_ scan: borrowing TreeScan) throws(OperationError) -> Set<LabelRecord> {
        var records: Set<LabelRecord> = []
        for path in scan.labelRecords {
            let bytes: [UInt8]
            do { bytes = try scan.tree.read(path, limit: LabelRecord.limit) } catch { throw Self.error(error, path) }
            records.insert(try record(bytes, path))
        }
        return records
    }

    private static func record(beside input: Path) throws(OperationError) -> LabelRecord? {
        let name = input.name + LabelRecord.suffix.utf8
        // A name that is too long for a file is nobody's.
        guard name.count <= Format.maximumComponentSize else { return nil }
        let path = input.folder.appending(name)
        let bytes: [UInt8]
        do throws(SystemError) {
            // Not waiting for the other end of a FIFO.
            let file = try Descriptor.open(path, [.readOnly, .noFollow, .nonBlocking])
            guard try file.metadata().kind == .file else { throw SystemError(.notRegularFile, "open", path: path) }
            bytes = try file.readToEnd(limit: LabelRecord.limit)
        } catch {
            if error.code == .notFound || error.code == .notFolder { return nil }
            throw Self.error(error.isLink ? SystemError(.notRegularFile, "open", path: path) : error, Array(path.bytes))
        }
        return try record(bytes, Array(path.bytes))
    }

    private static func record(_ bytes: [UInt8], _ path: [UInt8]) throws(OperationError) -> LabelRecord {
        do { return try LabelRecord(bytes: bytes) } catch {
            var error = OperationError(.label, underlying: .label(error))
            error.paths = [path]
            throw error
        }
    }

    private static func error(_ error: SystemError, _ path: [UInt8]) -> OperationError {
        var result = OperationError(.system, underlying: .system(error.naming(Path(path))))
        if error.code != .interrupted { result.paths = [path] }
        return result
    }
}
