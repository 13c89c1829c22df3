import Foundation
import Glibc
import SystemIO
import TestSupport
import Testing

@testable import Routes

/// A piece for delivering: `count` bytes that are the same in every run.
func samplePiece(_ count: Int, seed: UInt64 = 1) throws -> OutgoingPiece {
    // A pipe whose reader has gone is an error here as it is in the program, and not the end of the tests.
    signal(SIGPIPE, SIG_IGN)
    let folder = try TemporaryFolder()
    try folder.write(sampleBytes(count, seed: seed), to: "piece")
    return try OutgoingPiece(SharedDescriptor(try Descriptor.open(Path(folder("piece")), .readOnly)))
}

/// The bytes of ``samplePiece(_:seed:)``: a random block over and over, of a length that meets no boundary.
func sampleBytes(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    var random = Randomness(seed: seed)
    let block = random.bytes(10_007)
    var bytes: [UInt8] = []
    while bytes.count < count { bytes += block.prefix(count - bytes.count) }
    return bytes
}

let sampleName = "report.1.fubako"

let receiptName = "report.1.総務.fubako-receipt"

extension Transport {
    /// Delivers, lists and collects a receipt beside what is there.
    func exchangeReceipt() throws {
        let name = try PieceName(receiptName)
        let before = try list().map(\.name)
        _ = try put(try samplePiece(1200, seed: 7), as: name)
        let found = try list().map(\.name)
        #expect(Set(found) == Set(before + [name]))
        #expect(found.filter(\.isReceipt) == [name])
        let folder = try TemporaryFolder()
        let file = try Descriptor.open(Path(try folder.write([], to: "receipt")), .readWrite)
        #expect(try fetch(name, into: file, from: 0, limit: FetchLimit(1 << 20)) == 1200)
        #expect(try folder.read("receipt") == sampleBytes(1200, seed: 7))
    }

    /// Delivers under the usual name.
    func put(_ piece: OutgoingPiece) throws -> Delivery { try put(piece, as: try PieceName(sampleName)) }

    /// Collects what lies under the usual name, after `kept` bytes that are there already.
    func collect(keeping kept: [UInt8] = [], limit: UInt64 = 1 << 30) throws -> [UInt8] {
        let folder = try TemporaryFolder()
        try folder.write(kept, to: "piece")
        let file = try Descriptor.open(Path(folder("piece")), .readWrite)
        let size = try fetch(try PieceName(sampleName), into: file, from: UInt64(kept.count), limit: FetchLimit(limit))
        let bytes = try folder.read("piece")
        #expect(UInt64(bytes.count) == size)
        return bytes
    }
}

/// The code of the error that `body` ends with; nil if it ends well.
func code(_ body: () throws -> Void) -> RoutesError.Code? { failure(body)?.code }

/// The error that `body` ends with; nil if it ends well.
func failure(_ body: () throws -> Void) -> RoutesError? {
    do {
        try body()
        return nil
    } catch let error as RoutesError {
        return error
    } catch {
        Issue.record("another error: \(error)")
        return nil
    }
}

/// The names in a folder.
func names(_ folder: String) throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }

extension TemporaryFolder {
    /// Makes a shell script and returns its path. Another process copies it to its name, so that no program that is started
    /// meanwhile holds it open for writing, which would forbid to run it.
    func script(_ lines: String, as name: String) throws -> String {
        try write(Array("#!/bin/sh\n\(lines)\n".utf8), to: "\(name).text")
        let result = try run("install", ["-m", "700", self("\(name).text"), self(name)])
        #expect(result.status == 0)
        return self(name)
    }
}
