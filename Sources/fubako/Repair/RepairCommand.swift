import ArgumentParser
import Console
import Operations
import PackageFormat
import Terminal

struct RepairCommand: Subcommand {
    static let configuration = CommandConfiguration(
        "repair",
        (
            "Rebuild missing or damaged pieces of a package, bit for bit, without any key.",
            "パッケージの失われたピースや壊れたピースを、鍵なしで、元と同じバイト列に作り直します。"
        ),
        examples: [
            "fubako repair report.*.fubako", "fubako repair report.[125].fubako -o rebuilt",
            "fubako repair --piece 4 report.*.fubako",
        ])

    @Argument(help: help("Pieces of one package, damaged ones among them.", "一つのパッケージのピース。壊れたものも含みます。"))
    var piece: [PathArgument]

    @Option(
        name: .shortAndLong,
        help: help(
            "The folder where rebuilt pieces go; without it they go where they belong.",
            "作り直したピースを置くフォルダー。省略時は本来の場所に置きます。", valueName: "folder"))
    var output: PathArgument?

    @Flag(help: help("Replace a file that has the name of a missing piece.", "失われたピースの名前のファイルが既にあれば置き換えます。"))
    var force = false

    @Option(
        name: .customLong("piece"),
        help: help("Only the piece with this number; repeatable.", "この番号のピースだけ。繰り返せます。", valueName: "number"))
    var number: [Int] = []

    @OptionGroup var origin: OriginOptions

    @OptionGroup var common: CommonOptions

    /// - Throws: `ValidationError`.
    func validate() throws(ValidationError) {
        if piece.contains(where: \.isDash) || output?.isDash == true {
            throw ValidationError(words("pieces are repaired as files only", "ピースはファイルとしてだけ修復できます"))
        }
    }

    func run(_ session: Session) throws(any Error) -> ExitCode {
        try session.requireNamedKeyring()
        let source = PackageSource.pieces(piece.map(\.path))
        do {
            try source.requireApartFromStandardOutput()
            let demand = try origin.demand(session.keyring)
            let withdrawals = try session.withdrawals(session.recorder())
            let arrived = try ArrivedPackage(
                source, keyring: session.keyring, withdrawals: withdrawals, demand: demand, choice: origin.manifest)
            session.output.warn(strangers: arrived)
            try arrived.require(demand)
            for name in arrived.withdrawnAlgorithms { session.output.warn(.openWithdrawn, source, name) }
            let report = try repair(arrived, source, session)
            guard session.output.isJSON else {
                session.output.tell(report, of: source)
                return .success
            }
            try session.output.json(RepairJSON(report, arrived.structure, of: source))
            return .success
        } catch {
            throw PackageFailure(error, on: source)
        }
    }

    private func repair(
        _ arrived: ArrivedPackage, _ source: PackageSource, _ session: Session
    ) throws(OperationError) -> RepairReport {
        var request = RepairRequest()
        request.numbers = Set(number)
        request.folder = output?.path
        request.replacing = force
        let progress = Progress()
        let line = ProgressLine(
            session.output, label: Message.progressRepairing.text(session.language, source), progress)
        defer { line.finish() }
        return try arrived.repair(request, state: session.stateFolderIfAny(), progress: progress)
    }
}
