import ArgumentParser
import Console
import DER
import Label
import Operations
import Terminal

/// How what is sealed has to be handled.
struct LabelOptions: ParsableArguments {
    @Option(
        help: help("store, inside, transfer, provide or publish.", "保管、内部、移送、提供、公表のいずれか。", valueName: "purpose"),
        completion: LabelCompletion.purpose)
    var purpose: String?

    @Option(
        help: help("The grade, as C3/I2/A1.", "格付。C3/I2/A1 または 機密性3・完全性2・可用性1。", valueName: "grade"),
        completion: LabelCompletion.grade)
    var grade: String?

    @Option(help: help("The site's own grade, shown beside the other.", "独自の格付。標準の格付と並べて示します。", valueName: "text"))
    var siteGrade: String?

    @Flag(help: help("A paper record: confidentiality only, as C3.", "書面。C3 のように機密性だけを書きます。"))
    var paper = false

    @Flag(help: help("An important design document.", "重要な設計書。"))
    var importantDesign = false

    @Option(
        help: help("A handling restriction; repeatable.", "取扱制限。繰り返せます。", valueName: "restriction"),
        completion: LabelCompletion.restriction)
    var restrict: [String] = []

    @Option(help: help("Who decided the grade.", "決定者。", valueName: "text"))
    var decider: String?

    @Option(help: help("When it was decided.", "決定日。", valueName: "date"))
    var decidedOn: CalendarDay?

    @Option(help: help("Until when confidentiality 3 holds.", "機密性3として扱う期限。", valueName: "date"))
    var c3Until: CalendarDay?

    @Option(help: help("When the retention period ends.", "保存期間満了日。", valueName: "date"))
    var retainUntil: CalendarDay?

    @Option(help: help("A serial number.", "一連番号。", valueName: "text"))
    var serial: String?

    @Flag(help: help("Holds personal information.", "個人情報を含みます。"))
    var personal = false

    @Flag(help: help("Holds sensitive personal information.", "要配慮個人情報を含みます。"))
    var personalSensitive = false

    @Option(help: help("Of about how many persons.", "およその人数。", valueName: "number"))
    var personalCount: Int64?

    @Flag(help: help("Do not look for label records of the inputs.", "入力のラベルの記録を探しません。"))
    var noInheritLabel = false

    @Flag(help: help("Show the label only to those who can open.", "開封できる人にだけラベルを示します。"))
    var hideLabel = false
}

extension CalendarDay: ExpressibleByArgument {
    /// From YYYY-MM-DD.
    package init?(argument: String) { self.init(text: argument) }
}

extension LabelOptions {
    /// What the options say of the label; nil if they say nothing.
    /// - Throws: ``LabelError``, or ``CommandFailure`` for a grade of the wrong form.
    func label(_ configuration: Configuration) throws(any Error) -> GivenLabel? {
        guard isGiven else { return nil }
        let grade = try chosenGrade(configuration)
        // Without a grade of its own this one stands for nothing.
        return GivenLabel(grade: grade, try fields(grade ?? .electronic(.one, .one, .one)))
    }

    /// The label that the configuration gives; nil if it gives none.
    /// - Throws: ``LabelError``.
    static func label(of configuration: Configuration) throws(LabelError) -> Label? {
        guard let grade = configuration.grade else { return nil }
        var fields = LabelFields(grade: grade)
        fields.restrictions = configuration.restrictions
        return try Label(fields)
    }

    private var isGiven: Bool {
        let texts = [grade, siteGrade, decider, serial].contains { $0 != nil }
        let days = [decidedOn, c3Until, retainUntil].contains { $0 != nil }
        let flags = paper || importantDesign || personal || personalSensitive
        return texts || days || flags || personalCount != nil || !restrict.isEmpty
    }

    private func fields(_ grade: Grade) throws(any Error) -> LabelFields {
        var fields = LabelFields(grade: grade)
        fields.siteGrade = try siteGrade.map { text throws(LabelError) in try LabelText(text, field: .siteGrade) }
        fields.importantDesign = importantDesign
        fields.restrictions = try restrict.map { text throws(LabelError) in try Restriction(text: text) }
        fields.decider = try decider.map { text throws(LabelError) in try LabelText(text, field: .decider) }
        fields.decidedOn = decidedOn
        fields.gradedC3Until = c3Until
        fields.retentionEnd = retainUntil
        fields.serial = try serial.map { text throws(LabelError) in try LabelText(text, field: .serial) }
        if personal || personalSensitive || personalCount != nil {
            fields.personal = try PersonalInformation(sensitive: personalSensitive, count: personalCount)
        }
        return fields
    }

    /// "C3" alone is the grade of a paper record: it is taken as one only where that was said.
    private func chosenGrade(_ configuration: Configuration) throws(any Error) -> Grade? {
        let given = try grade.map { text throws(LabelError) in try Grade(text: text) }
        guard let chosen = given ?? (paper ? configuration.grade : nil) else {
            if paper { throw LabelError(.missing, .grade) }
            return nil
        }
        let shown = grade ?? chosen.text(.en)
        if paper, chosen.form != .paper { throw CommandFailure(.usage, .gradeNotPaper, shown, hint: .hintGrade) }
        if !paper, given?.form == .paper { throw CommandFailure(.usage, .gradeNeedsPaper, shown, hint: .hintPaper) }
        return given
    }
}
