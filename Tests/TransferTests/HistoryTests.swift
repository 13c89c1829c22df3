import DER
import Testing
import Transfer

@Suite("No history of assignments breaks the rule")
struct HistoryTests {
    @Test("After any attempts, in any order, each route has one piece and the passphrase's route none")
    func random() {
        var random = SystemRandomNumberGenerator()
        var refused = 0
        for _ in 0..<500 {
            let passphrase = Samples.route("phone", identity: "id:0")
            var state = TransferState(TransferPlan(Samples.package(), passphrase: .route(passphrase)))
            for _ in 0..<40 {
                let piece = Int.random(in: 0...6, using: &random)
                let identity = Int.random(in: 0...5, using: &random)
                let assignment = Samples.assignment(
                    piece, "r\(Int.random(in: 0...9, using: &random))", identity: "id:\(identity)")
                let before = state
                do { try state.assign(assignment) } catch {
                    refused += 1
                    #expect(state == before)
                }
                if Bool.random(using: &random), let read = try? TransferState(encoded: state.encoded()) { state = read }
            }
            let byRoute = Dictionary(grouping: state.plan.assignments, by: \.route.identity)
            #expect(byRoute["id:0"] == nil)
            #expect(byRoute.values.allSatisfy { Set($0.map(\.piece)).count == 1 })
        }
        #expect(refused > 1000)
    }
}
