import ArgumentParser
import Console
import Label
import Operations
import PackageFormat
import SystemIO
import Terminal

struct ListCommand: Subcommand {
    static let configuration = CommandConfiguration(
        "list", ("List what is inside a package.", "パッケージの中身を一覧します。"),
        examples: ["fubako list report.fubako", "fubako list --json report.fubako"])

    @Argument(help: help("The package, or pieces of it; - is standard input.", "パッケージまたはそのピース。- は標準入力です。"))
    var package: [PathArgument]

    @OptionGroup var unlock: UnlockOptions

    @OptionGroup var common: CommonOptions

    func run(_ session: Session) throws(any Error) -> ExitCode {
        try session.requireNamedKeyring()
        let source = try PathArgument.onePackage(package)
        try source.requireApartFromStandardOutput()
        let recorder = try session.recorder()
        var unlocker = try Unlocker(unlock, session, session.withdrawals(recorder))
        let log = try OpenLog(session, recorder)
        do {
            let opened = try unlocker.open(source)
            var count: UInt64 = 0
            try opened.forEachEntry { _ throws(OperationError) in count += 1 }
            try log.listing(OpenLog.Entry(unlocker), count: count)
            session.output.tell(opened, of: source)
            var listing = EntryListing(session.output)
            try listing.begin(ListingJSON(opened, of: source))
            try opened.forEachEntry { entry throws(OperationError) in try listing.add(entry) }
            try listing.end()
            return .success
        } catch {
            log.refused(OpenLog.Entry(unlocker), error)
            throw PackageFailure(error, on: source)
        }
    }
}
