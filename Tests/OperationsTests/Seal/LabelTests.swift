import DER
import Glibc
import Keyring
import Label
import PackageFormat
import SystemIO
import Testing

@testable import Operations

@Suite("Labels are inherited from what was opened")
struct LabelTests {
    private let office: Office
    private let soumu: Identity

    init() throws {
        office = try Office()
        soumu = try office.create("soumu")
        for name in ["one", "two", "three"] { try office.folder.write(Array(name.utf8), to: name) }
    }

    private func record(_ label: Label, beside name: String) throws {
        let record = try LabelRecord(
            purpose: .transfer, label: label, packageID: [UInt8](repeating: 7, count: 32), signer: nil,
            sealingTime: Office.now)
        try office.folder.write(record.bytes, to: name + LabelRecord.suffix)
    }

    private func sealing(_ inputs: [String], _ given: Label? = nil, inherits: Bool = true) throws -> Label? {
        var request = office.request(inputs, from: soumu)
        request.label = given.map { GivenLabel($0) }
        request.inheritsLabels = inherits
        return try Sealing(request).label
    }

    @Test("without a label of its own a package gets the highest of its inputs")
    func highest() throws {
        try record(
            try label("C3/I1/A1") { $0.restrictions = [try Restriction(text: "複製禁止")] }, beside: "one")
        try record(
            try label("C2/I2/A1") { $0.retentionEnd = CalendarDay(text: "2031-03-31") }, beside: "two")
        let expected = try label("C3/I2/A1") {
            $0.restrictions = [try Restriction(text: "複製禁止")]
            $0.retentionEnd = CalendarDay(text: "2031-03-31")
        }
        #expect(try sealing(["one", "two", "three"]) == expected)
        #expect(try sealing(["three"]) == nil)
        #expect(try sealing(["one", "two"], inherits: false) == nil)
    }

    @Test(
        "a label below the inherited one needs a decider",
        arguments: [
            ("C3/I2/A2", true, nil), ("C3/I2/A1", true, nil), ("C2/I2/A1", true, "C3/I2/A1"),
            ("C3/I1/A1", true, "C3/I2/A1"),
        ] as [(String, Bool, String?)])
    func lowering(grade: String, restricted: Bool, refused: String?) throws {
        let restrictions = [try Restriction(text: "複製禁止")]
        try record(try label("C3/I2/A1") { $0.restrictions = restrictions }, beside: "one")
        let given = try label(grade) { if restricted { $0.restrictions = restrictions } }
        guard let refused else {
            #expect(try sealing(["one"], given) == given)
            return
        }
        #expect(failure { _ = try sealing(["one"], given) } == OperationError(.labelLowered, refused))
        var fields = given.fields
        fields.decider = try LabelText("文書管理者", field: .decider)
        let decided = try Label(fields)
        #expect(try sealing(["one"], decided) == decided)
        #expect(try sealing(["one"], given, inherits: false) == given)
    }

    /// Fields as options give them, the grade only if there is one.
    private func given(_ grade: String? = nil, _ change: (inout LabelFields) throws -> Void = { _ in }) throws
        -> GivenLabel
    {
        var fields = LabelFields(grade: .electronic(.one, .one, .one))
        try change(&fields)
        return GivenLabel(grade: try grade.map { try Grade(text: $0) }, fields)
    }

    private func changed(_ given: GivenLabel) throws -> (label: Label?, dropped: [DroppedLabelPart]) {
        var request = office.request(["one"], from: soumu)
        request.label = given
        let sealing = try Sealing(request)
        return (sealing.label, sealing.droppedLabelParts)
    }

    @Test("what is given changes an inherited label only there")
    func merging() throws {
        let (copying, taking) = (try Restriction(text: "複製禁止"), try Restriction(text: "持出禁止"))
        let decider = try LabelText("文書管理者", field: .decider)
        try record(try label("C3/I2/A1") { $0.restrictions = [copying] }, beside: "one")
        let added = try changed(given { $0.restrictions = [taking] })
        #expect(added.label == (try label("C3/I2/A1") { $0.restrictions = [copying, taking] }) && added.dropped == [])
        let raised = try changed(given("C3/I2/A2"))
        #expect(raised.label == (try label("C3/I2/A2") { $0.restrictions = [copying] }) && raised.dropped == [])
        let decided = try changed(given { $0.decider = decider })
        #expect(decided.label?.restrictions == [copying] && decided.label?.decider == decider && decided.dropped == [])
        let replaced = try changed(
            given {
                $0.decider = decider
                $0.restrictions = [taking]
            })
        #expect(replaced.label?.restrictions == [taking] && replaced.dropped == [.restriction(copying)])
        let lowered = try changed(given("C2/I1/A1") { $0.decider = decider })
        #expect(lowered.dropped == [.grade("C3"), .grade("I2"), .restriction(copying)])
    }

    @Test("a lower grade without a decider is refused with its aspects")
    func aspects() throws {
        try record(try label("C3/I2/A1"), beside: "one")
        let error = failure { _ = try changed(given("C2/I1/A2")) }
        #expect(error?.code == .labelLowered && error?.names == ["C3", "I2"])
    }

    @Test("without an inherited or usual label a grade is needed")
    func gradeNeeded() throws {
        let restriction = try given { $0.restrictions = [try Restriction(text: "複製禁止")] }
        #expect(refusal { _ = try changed(restriction) } == Refusal(.label, "missing"))
        var request = office.request(["one"], from: soumu)
        request.label = restriction
        request.defaultLabel = try label("C2/I1/A1")
        let expected = try label("C2/I1/A1") { $0.restrictions = [try Restriction(text: "複製禁止")] }
        #expect(try Sealing(request).label == expected)
    }

    @Test("what a given label does not say is inherited too")
    func unsaid() throws {
        try record(
            try label("C2/I1/A1") {
                $0.importantDesign = true
                $0.retentionEnd = CalendarDay(text: "2045-03-31")
                $0.personal = try PersonalInformation(sensitive: true, count: 12)
            }, beside: "one")
        let expected = try label("C3/I1/A1") {
            $0.importantDesign = true
            $0.retentionEnd = CalendarDay(text: "2045-03-31")
            $0.personal = try PersonalInformation(sensitive: true, count: 12)
        }
        let given = try label("C3/I1/A1") { $0.retentionEnd = CalendarDay(text: "2031-03-31") }
        #expect(try sealing(["one"], given) == expected)
        let decided = try label("C3/I1/A1") { $0.decider = try LabelText("文書管理者", field: .decider) }
        #expect(try sealing(["one"], decided) == decided)
    }

    @Test("a record stands beside the folder that is meant, however it is called", arguments: ["one", "one/", "one/."])
    func folders(name: String) throws {
        let inner = try Office()
        try inner.makeFolder("one")
        let record = try LabelRecord(
            purpose: .store, label: label("C2/I1/A1"), packageID: [UInt8](repeating: 7, count: 32), signer: nil,
            sealingTime: Office.now)
        try inner.folder.write(record.bytes, to: "one.fubako-label")
        let request = inner.request([name], from: try inner.create("soumu"))
        let found = try Sealing(request).label
        #expect(found == (try label("C2/I1/A1")))
    }

    @Test("a record that is none is not passed over")
    func unreadable() throws {
        try office.folder.write(Array("C1/I1/A1\n".utf8), to: "one.fubako-label")
        #expect(refusal { _ = try sealing(["one"]) } == Refusal(.label, "bad value"))
        try office.makeFolder("two.fubako-label")
        #expect(refusal { _ = try sealing(["two"]) } == Refusal(.system, "not a regular file"))
        try office.folder.write([UInt8](repeating: 0x0A, count: LabelRecord.limit + 1), to: "three.fubako-label")
        #expect(refusal { _ = try sealing(["three"]) } == Refusal(.system, "too large"))
    }

    @Test("a package is opened with the record from which the next one inherits")
    func roundTrip() throws {
        let given = try label("C3/I2/A1") { $0.restrictions = [try Restriction(text: "持出禁止")] }
        var request = office.request(["one", "two"], from: soumu)
        request.label = GivenLabel(given)
        for hides in [false, true] {
            request.hidesLabel = hides
            try office.seal(request, as: "package\(hides)")
            let header = try office.arrive("package\(hides)").header
            #expect(header.label == (hides ? nil : given))
            let target = "out\(hides)"
            try office.open(office.path("package\(hides)"), as: soumu, to: target)
            #expect(try office.names(target) == ["one", "one.fubako-label", "two", "two.fubako-label"])
            #expect(try sealing([target + "/two"]) == given)
            let record = try LabelRecord(bytes: office.folder.read(target + "/one.fubako-label"))
            #expect(record.signer == soumu.fingerprint.bytes && record.sealingTime == Office.now)
            try office.open(office.path("package\(hides)"), as: soumu, to: target + "bare", keepsLabel: false)
            #expect(try office.names(target + "bare") == ["one", "two"])
        }
    }

    @Test("records beside inputs become the label of the package, not part of its content")
    func recordsAmongInputs() throws {
        try record(try label("C2/I1/A1"), beside: "one")
        try office.seal(office.request(["one", "one.fubako-label", "two"], from: soumu))
        #expect(try office.list("package", as: soumu) == ["one", "two"])
        try office.open(office.path("package"), as: soumu)
        #expect(try office.names("out") == ["one", "one.fubako-label", "two", "two.fubako-label"])
    }

    @Test("records in folders are inherited too, and one package's record counts once")
    func recordsInFolders() throws {
        try office.makeFolder("folder")
        try office.folder.write([1], to: "folder/inner")
        try record(try label("C3/I1/A1"), beside: "folder/inner")
        try record(try label("C2/I2/A1"), beside: "one")
        #expect(try sealing(["folder", "one"])?.grade.text(.en) == "C3/I2/A1")
        try office.seal(office.request(["folder"], from: soumu))
        #expect(try office.list("package", as: soumu) == ["folder", "folder/inner"])
    }

    @Test("what is called like a record must be one, unless nothing is inherited")
    func misnamed() throws {
        try office.makeFolder("else")
        try office.folder.write(Array("no record".utf8), to: "else/one.fubako-label")
        var request = office.request(["one", "else/one.fubako-label"], from: soumu)
        #expect(failure { try office.seal(request) }?.code == .label)
        #expect(try !office.exists("package"))
        request.inheritsLabels = false
        try office.seal(request)
        #expect(try office.list("package", as: soumu) == ["one"])
    }

    @Test("a FIFO called like a record is refused, not waited for")
    func fifo() throws {
        #expect(mkfifo(office.folder("one.fubako-label"), 0o600) == 0)
        #expect(failure { try office.seal(office.request(["one"], from: soumu)) }?.code == .system)
    }

    @Test("a labelled package has no top-level name that leaves no room for its record")
    func longNames() throws {
        let name = String(repeating: "n", count: 243)
        try office.folder.write([1], to: name)
        var request = office.request([name], from: soumu)
        try office.seal(request, as: "unlabelled")
        request.label = GivenLabel(try label("C1/I1/A1"))
        #expect(failure { try office.seal(request) }?.code == .package)
    }
}
