import Label
import SystemIO

extension SystemError: Reportable {
    /// What a person is told about it, in that language.
    package func report(in language: Language) -> ErrorReport {
        if code == .interrupted {
            let why = Message.systemInterrupted.text(language)
            return ErrorReport(ExitCode(signal: number ?? 2), name: "system.interrupted", why: why)
        }
        var report = ErrorReport(
            Self.explanations[code], module: "system", code: code.rawValue, language, what: doing.text(language),
            place: place(language), [systemWords(language)], detail: systemMessage)
        report.call = operation
        return report
    }

    /// The kernel's words are English only; its numbers are known everywhere.
    private func systemWords(_ language: Language) -> String {
        if language == .ja, let number { return "errno \(number)" }
        return systemMessage ?? code.rawValue
    }

    /// What was being done, in words: names of system calls mean nothing to people, and one is that of a sub-command.
    private var doing: Message {
        if Self.outputCodes.contains(code) { return .doingWriting }
        return Self.doings.first { $0.calls.contains(operation) }?.message ?? .doingSystem
    }

    /// What can only be said of a place to write to, whatever call found it.
    private static let outputCodes: Set<Code> = [
        .exists, .otherKind, .noSpace, .brokenPipe, .inputIsOutput, .outputInsideInput,
    ]

    private static let doings: [(message: Message, calls: Set<String>)] = [
        (
            .doingAccess,
            [
                "open", "openat2", "path", "stat", "fstat", "fstatat", "faccessat", "realpath", "flock", "fcntl", "dup",
                "chdir",
            ]
        ),
        (.doingReading, ["read", "pread", "getdents64", "readlink", "lseek"]),
        (.doingWriting, ["write", "pwrite", "ftruncate", "fsync", "syncfs", "close"]),
        (.doingCreating, ["mkdir", "linkat", "symlink"]),
        (.doingRenaming, ["rename"]),
        (.doingRemoving, ["unlink", "rmdir"]),
        (.doingAttributes, ["chmod", "fchmod", "futimens", "utimensat"]),
    ]

    private func place(_ language: Language) -> String? {
        let name = path.map { $0.isEmpty ? "''" : $0.shown }
        let parts = [name, offset.map { Message.whereOffset.text(language, $0) }].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: language.separator)
    }

    static let explanations: [Code: Explanation] = [
        .system: Explanation(.inputOutput, .systemFailed),
        .exists: Explanation(.refused, .systemExists, .hintExists),
        .notFound: Explanation(.notFound, .systemNotFound, .hintNotFound),
        .permissionDenied: Explanation(.inputOutput, .systemPermissionDenied),
        .noSpace: Explanation(.inputOutput, .systemNoSpace, .hintNoSpace),
        .brokenPipe: Explanation(.inputOutput, .systemBrokenPipe),
        .unsafeName: Explanation(.refused, .systemUnsafeName),
        .notFolder: Explanation(.inputOutput, .systemNotFolder),
        .isFolder: Explanation(.inputOutput, .systemIsFolder),
        .otherKind: Explanation(.refused, .systemOtherKind, .hintOtherName),
        .notRegularFile: Explanation(.refused, .systemNotRegularFile),
        .changedWhileRead: Explanation(.inputOutput, .systemChangedWhileRead, .hintChanged),
        .shortFile: Explanation(.inputOutput, .systemShortFile),
        .inputIsOutput: Explanation(.refused, .systemInputIsOutput, .hintOtherOutput),
        .outputInsideInput: Explanation(.refused, .systemOutputInsideInput, .hintOtherOutput),
        .duplicateName: Explanation(.refused, .systemDuplicateName),
        .unsafePermissions: Explanation(.refused, .systemUnsafePermissions, .hintPermissions),
        .badRecord: Explanation(.refused, .systemBadRecord),
        .folderCycle: Explanation(.refused, .systemFolderCycle),
        .tooLarge: Explanation(.refused, .systemTooLarge),
    ]
}
