import SystemIO

/// All transfers of a user: `transfers` in the program's state folder, private. Each has a folder, named by the package's
/// identifier in hexadecimal digits, with
///
///     transfer    the plan and what became of it, rewritten as a whole
///     pieces/     the outbox: the pieces, until the transfer ends
///
/// A folder that is being made is called ".new-" and random digits, and removed by the next run once its maker is gone.
package struct TransferStore: Sendable {
    /// Where the transfers are.
    package let folder: Path

    /// How names of folders begin that are being made.
    static let newPrefix = Array(".new-".utf8)

    /// - Parameter state: the program's state folder.
    package init(state: Path) { folder = state.appending("transfers") }

    /// A transfer as the store lists it.
    package struct Listed: Sendable {
        /// The package's identifier, 32 bytes.
        package let id: [UInt8]
        /// The transfer; nil if its file cannot be read.
        package let state: TransferState?
        /// Why it cannot be read.
        package let problem: TransferError?
    }

    /// All transfers, the oldest first; those that cannot be read last.
    /// - Throws: `system`.
    package func list() throws(TransferError) -> [Listed] {
        try identifiers().map { id in
            do throws(TransferError) { return Listed(id: id, state: try read(id), problem: nil) } catch {
                return Listed(id: id, state: nil, problem: error)
            }
        }.sorted { left, right in
            let times = (left.state?.plan.package.created.seconds, right.state?.plan.package.created.seconds)
            return (times.0 ?? .max, left.id.hexadecimal) < (times.1 ?? .max, right.id.hexadecimal)
        }
    }

    /// The transfer that a user means: by its name, or by how the package's identifier begins, eight digits or more. An open one
    /// goes before those that ended.
    /// - Returns: the package's identifier.
    /// - Throws: `notFound`; `ambiguous` with the identifiers; `system`.
    package func find(_ text: String) throws(TransferError) -> [UInt8] {
        let all = try list()
        let isLong = text.utf8.count >= 8
        var found = all.filter { one in
            one.state?.plan.package.name == text || isLong && one.id.hexadecimal.hasPrefix(text)
        }
        if found.count > 1 {
            let open = found.filter { $0.state?.ending == nil }
            if !open.isEmpty { found = open }
        }
        guard let one = found.first else { throw TransferError(.notFound, "there is no transfer of this name") }
        guard found.count == 1 else {
            var error = TransferError(.ambiguous, "several transfers have this name")
            error.names = found.map(\.id.hexadecimal)
            throw error
        }
        return one.id
    }

    /// Reads a transfer, without holding it.
    /// - Throws: `notFound`; as ``TransferState/init(encoded:)``; `system`.
    package func read(_ id: [UInt8]) throws(TransferError) -> TransferState {
        let path = path(id).appending(Self.fileName)
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try Descriptor.open(path, [.readOnly, .noFollow, .nonBlocking])
                .readToEnd(limit: TransferLimits.fileSize)
        } catch {
            switch error.code {
            case .notFound: throw TransferError(.notFound, "there is no such transfer").of(path)
            case .tooLarge: throw TransferError(.tooMuch, "the transfer's file is too large").of(path)
            default: throw systemFailure(path, error)
            }
        }
        do throws(TransferError) {
            let state = try TransferState(encoded: bytes)
            guard state.plan.package.id == id else {
                throw TransferError(.malformed, "the transfer's file is another package's")
            }
            return state
        } catch { throw error.of(path) }
    }

    /// Where a transfer's folder is.
    package func path(_ id: [UInt8]) -> Path { folder.appending(id.hexadecimal) }

    /// Where a transfer's pieces are.
    package func outbox(_ id: [UInt8]) -> Path { path(id).appending(Self.outboxName) }

    /// Name of a transfer's file.
    static let fileName = "transfer"
    /// Name of the outbox.
    static let outboxName = "pieces"

    func systemFailure(_ path: Path, _ error: SystemError) -> TransferError {
        var failure = TransferError(.system, "the operating system refused").of(path)
        failure.system = error
        return failure
    }

    private func identifiers() throws(TransferError) -> [[UInt8]] {
        try onSystem(folder) { () throws(SystemError) in
            do throws(SystemError) {
                return try PrivateFolder.openExisting(folder).names().compactMap { [UInt8](hexadecimal: $0) }
            } catch {
                if error.code == .notFound { return [] }
                throw error
            }
        }
    }
}

extension [UInt8] {
    /// Two small digits for each byte.
    package var hexadecimal: String {
        map { String(UInt16($0) | 0x100, radix: 16).dropFirst() }.joined()
    }

    /// The 32 bytes that 64 small digits stand for; nil for anything else.
    init?(hexadecimal text: [UInt8]) {
        guard text.count == 2 * TransferLimits.digestSize else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: text.count, by: 2) {
            guard let byte = UInt8(String(decoding: text[index...index + 1], as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(byte)
        }
        guard Array(bytes.hexadecimal.utf8) == text else { return nil }
        self = bytes
    }
}
