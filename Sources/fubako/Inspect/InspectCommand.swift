import ArgumentParser
import Console
import Operations
import PackageFormat
import SystemIO
import Terminal

struct InspectCommand: Subcommand {
    static let configuration = CommandConfiguration(
        "inspect", ("Show what a package says of itself, without any secret.", "パッケージが自ら示すことを、秘密なしで表示します。"),
        examples: [
            "fubako inspect report.fubako", "fubako inspect --json report.fubako",
            "fubako inspect --map report.*.fubako",
        ])

    @Argument(help: help("The package, or pieces of it; - is standard input.", "パッケージまたはそのピース。- は標準入力です。"))
    var package: [PathArgument]

    @Flag(help: help("Read all units, and draw which are intact.", "すべてのユニットを読み、どれが無傷かを図にします。"))
    var map = false

    @Option(help: help("Draw that picture into a new SVG file.", "その図を新しい SVG ファイルに描きます。", valueName: "file"))
    var svg: PathArgument?

    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        try session.requireNamedKeyring()
        let source = try PathArgument.onePackage(package)
        do {
            try source.requireApartFromStandardOutput()
            let recorder = try session.recorder()
            let withdrawals = try session.withdrawals(recorder)
            let arrived = try ArrivedPackage(source, keyring: session.keyring, withdrawals: withdrawals)
            session.output.warn(strangers: arrived)
            let description = try arrived.description(by: session.keyring, recorder: recorder)
            for name in arrived.withdrawnAlgorithms { session.output.warn(.openWithdrawn, source, name) }
            if map || svg != nil { return try draw(arrived, description, source, session) }
            if session.output.isJSON {
                try session.output.json(DescriptionJSON(description, of: source))
            } else {
                for line in aligned(description.lines(session.language)) { try session.output.line(line) }
            }
            return description.structure.damage.isEmpty ? .success : .damaged
        } catch {
            throw PackageFailure(error, on: source)
        }
    }

    /// Draws which units are intact, instead of describing the package.
    private func draw(
        _ arrived: ArrivedPackage, _ description: PackageDescription, _ source: PackageSource, _ session: Session
    ) throws(any Error) -> ExitCode {
        let map = try UnitMap(arrived.structure)
        let progress = Progress()
        let line = ProgressLine(
            session.output, label: Message.progressVerifying.text(session.language, source), progress)
        defer { line.finish() }
        let units = try arrived.verifyUnits(progress: progress, map: map)
        line.finish()
        if let svg {
            let file = try AtomicFile(svg.path, mode: FileMode.newFile)
            let text = UnitMapPicture(map, name: source.name, session.language).text
            try file.descriptor.writeFully(Array(text.utf8))
            try file.commit()
            session.output.note(.doneWritten, svg.path)
        }
        if session.output.isJSON {
            try session.output.json(DescriptionJSON(description, of: source, map: map, units))
        } else if self.map {
            try session.output.tell(map)
        }
        return units.damagedCount == 0 && arrived.structure.damage.isEmpty ? .success : .damaged
    }
}
