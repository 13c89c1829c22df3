import Label
import SystemIO
import Testing

@testable import PackageFormat

@Suite("What would pass for the record of a label is neither sealed nor extracted")
struct LabelRecordNameTests {
    @Test(
        "opening refuses it at any depth, even under another name's shelter",
        arguments: ["a.fubako-label", "d/.fubako-label"])
    func refuses(_ name: String) throws {
        let bench = try SealingBench()
        var forgery = Forgery()
        forgery.recipients = [bench.recipient.publicKey]
        forgery.signer = try TestKeys.signer()
        let folder = Entry(path: Array("d".utf8), mode: 0o755, modified: FileTime(seconds: 0), node: .folder)
        let record = entry(name, size: 10)
        let entries = name.contains("/") ? [folder, record] : [record]
        let inside = Inside(content: [UInt8](repeating: 1, count: 10), entries: entries)
        try bench.folder.write(try forgery.seal(inside.encoded).encoded, to: "package")
        let error = refusal { _ = try bench.open() }
        #expect(error == PackageFormatError(.refused, "", path: Array(name.utf8)))
    }

    @Test("a listed record is set aside for its label")
    func setsAside() throws {
        let bench = try SealingBench()
        try bench.makeFolder("d")
        try bench.folder.write([1], to: "d/a")
        try bench.folder.write([2], to: "d/a.fubako-label")
        let scan = try TreeScan(SourceTree([bench.path("d")])) { _ in false }
        #expect(scan.labelRecords == [Array("d/a.fubako-label".utf8)] && scan.entryCount == 2)
    }

    @Test("neither a folder nor a stream can be called like one")
    func unsealable() throws {
        let bench = try SealingBench()
        try bench.makeFolder("d.fubako-label")
        let error = refusal { _ = try TreeScan(SourceTree([bench.path("d.fubako-label")])) { _ in false }.entryCount }
        #expect(error == PackageFormatError(.unsealableName, "", path: Array("d.fubako-label".utf8)))
    }

    @Test("a file that says it is empty must be empty")
    func emptiness() throws {
        let error = refusal { _ = try TreeScan(SourceTree(["/proc/version"])) { _ in false }.entryCount }
        #expect(error?.underlying == .system(SystemError(.changedWhileRead, "read", path: "version")))
    }
}
