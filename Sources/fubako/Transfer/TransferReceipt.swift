import ArgumentParser
import Console
import Operations
import SystemIO
import Terminal

struct TransferReceipt: Subcommand {
    static let configuration = CommandConfiguration(
        "receipt",
        ("Count receipts that came by another way with their transfers.", "別の方法で届いた受領証を、移送の記録に取り込みます。"),
        examples: ["fubako transfer receipt 5b0c1d2e3f405162.9a8b7c6d.20261121093000.fubako-receipt"])

    @Argument(help: help("Receipts.", "受領証。"))
    var receipt: [PathArgument]

    @OptionGroup var common: CommonOptions

    /// - Throws: `ValidationError`.
    func validate() throws(ValidationError) {
        if receipt.contains(where: \.isDash) {
            throw ValidationError(words("receipts are read from files only", "受領証はファイルからだけ読めます"))
        }
    }

    func run(_ session: Session) throws(any Error) -> ExitCode {
        try session.requireNamedKeyring()
        let recorder = try session.recorder()
        let author = session.author(nil)
        try recorder.prepare(by: author)
        session.notify(author, recorder)
        let importer = ReceiptImporter(
            keyring: session.keyring, state: try StateFolder.standardPath(), recorder: recorder, author: author)
        var done: [ReceiptImportJSON] = []
        var code = ExitCode.success
        // One that is refused does not keep the others waiting.
        for path in receipt.map(\.path) {
            do throws(OperationError) {
                let imported = try importer.importReceipt(try ReceiptImporter.read(path))
                session.output.tell(imported, of: path)
                done.append(ReceiptImportJSON(imported))
            } catch {
                let found = session.output.report(PackageFailure(error, on: .file(path)))
                if code == .success { code = found }
                if found.rawValue >= ExitCode.hungUp.rawValue { break }
            }
        }
        if session.output.isJSON { try session.output.json(["receipts": done]) }
        return code
    }
}
