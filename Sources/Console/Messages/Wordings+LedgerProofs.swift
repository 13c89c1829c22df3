extension Message {
    static let proofWordings: [Message: Wording] = [
        .proofHolds: Wording("{0}: entry {1} stands in {2}", "{0}: 記録 {1} は {2} にあります"),
        .growthHolds: Wording("{0}: {1} grew from {2} to {3} entries", "{0}: {1} は記録 {2} 件から {3} 件に増えました"),
        .titleSeenBefore: Wording("Seen before", "以前に見たもの"),
        .growthKept: Wording(
            "of {0} entries, is its beginning; the newer checkpoint is kept now",
            "記録 {0} 件の時点のものはその始まりです。新しいチェックポイントを控えました"),
        .growthSame: Wording("of {0} entries, is its newer checkpoint", "記録 {0} 件の時点のものは新しいほうのチェックポイントです"),
        .growthUnrelated: Wording(
            "of {0} entries, is neither of its checkpoints, and was not compared",
            "記録 {0} 件の時点のものはどちらのチェックポイントでもないため、照合していません"),
        .growthForked: Wording(
            "of {0} entries, has another history: keep this file, it proves it",
            "記録 {0} 件の時点のものと履歴が違います。このファイルを証拠として残してください"),
        .proofFails: Wording("{0}: the proof does not hold", "{0}: 証明は成り立ちません"),
        .faultOtherKey: Wording("it is of another ledger than the key that was given", "与えられた鍵の台帳のものではありません"),
        .faultNotSigned: Wording("the checkpoint is not signed by the ledger's key", "チェックポイントが台帳の鍵で署名されていません"),
        .faultNotIncluded: Wording("the entry is not in the tree of the checkpoint", "記録がチェックポイントの木にありません"),
        .faultNotConsistent: Wording(
            "the proof does not lead from the older checkpoint to the newer one", "古いチェックポイントから新しいものへつながりません"),
        .faultTwoHistories: Wording(
            "two signed checkpoints of one size have different roots: the ledger has two histories",
            "同じ件数で根の違う署名済みチェックポイントがあります。台帳に二つの履歴があります"),
        .faultEntryMalformed: Wording("what it proves is no entry", "証明されたものが記録ではありません"),
        .faultUnknownKind: Wording("the entry is of a kind that this version does not know", "この版が知らない種類の記録です"),
        .faultPersonal: Wording("{0}: the value is not the one that was recorded", "{0}: 記録された値ではありません"),
        .titleOwner: Wording("Vouched for by", "保証する人"),
        .ownerTold: Wording("the key that was given", "与えられた鍵"),
        .ownerNobody: Wording("nobody: the ledger's key is not signed", "なし。台帳の鍵に署名がありません"),
        .ownerBadPin: Wording("nobody: the signature over the ledger's key is not valid", "なし。台帳の鍵への署名が正しくありません"),
        .ownerNotVouched: Wording(
            "a ledger nobody vouched for: its key is signed by {0}", "誰も保証していない台帳です。鍵に署名したのは {0}"),
        .ownerNotValid: Wording("{0}, whose certificate was not valid then", "{0}。当時その証明書は有効ではありませんでした"),
        .titleLedger: Wording("Ledger", "台帳"),
        .titleLedgerKey: Wording("Key", "鍵"),
        .notProof: Wording("neither the proof of an entry nor one of growth", "記録の証明でも増加の証明でもありません"),
        .hintVouch: Wording(
            "give the key with --key, or trust its owner: fubako key trust",
            "--key で鍵を与えるか、持ち主を fubako key trust で信頼してください"),
        .whatProof: Wording("proof", "証明"),
        .transparencyMalformed: Wording("not of the one form that it must have: {0}", "定められた形ではありません"),
        .transparencyLineEnds: Wording("its lines end in CR LF", "行末が CR LF になっています"),
        .hintLineEnds: Wording(
            "some program has changed it on its way: get it again as it was, or remove the CRs with tr -d '\\r'",
            "途中で変換されています。元のまま受け取り直すか、tr -d '\\r' で CR を取り除いてください"),
        .hintTextAgain: Wording(
            "get it again from whoever wrote it, and keep it as it is", "書き出した人から受け取り直し、そのまま保管してください"),
        .checkpointOrder: Wording(
            "the newer checkpoint has fewer entries than the older one, {0}: give the older one first",
            "新しいチェックポイントの件数が古いもの（{0} 件）より少なくなっています。古いものを先に指定してください"),
        .checkpointNumber: Wording(
            "the ledger has {0} entries: give a number from 1 to {0}", "台帳の記録は {0} 件です。1 から {0} までの数を指定してください"),
        .checkpointSince: Wording(
            "the ledger has {0} entries: give a number from 0 to {0}", "台帳の記録は {0} 件です。0 から {0} までの数を指定してください"),
        .transparencyTooLarge: Wording("more than it may hold: {0}", "大きすぎます"),
        .transparencyKey: Wording("not a key that can be used: {0}", "使える鍵ではありません"),
        .transparencyWitnesses: Wording("witnesses that cannot be counted: {0}", "立会人を数えられません"),
        .transparencyRange: Wording("the tree does not have this: {0}", "木にそれはありません"),
    ]
}
