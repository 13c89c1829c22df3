extension Message {
    static let keepingWordings: [Message: Wording] = [
        .doneWritten: Wording("Written: {0}", "書き出しました: {0}"),
        .donePinned: Wording("The ledger's key is signed by {0}.", "{0} が台帳の鍵に署名しました。"),
        .doneForgotten: Wording("{0} values were erased.", "{0} 個の値を消去しました。"),
        .noteNotReached: Wording(
            "Backups and earlier exports are not reached: erase them there too.",
            "バックアップと以前の書き出しには及びません。そちらでも消去してください。"),
        .noneForgotten: Wording("there is no such value in the ledger", "台帳にその値はありません"),
        .doneRetention: Wording("Clear text is kept for: {0}", "値を保つ期間: {0}"),
        .retentionLine: Wording("{0}: {1}", "{0} の期間: {1}"),
        .retentionOthers: Wording("all other kinds", "そのほかの種類"),
        .retentionForever: Wording("for ever", "無期限"),
        .retentionForm: Wording(
            "a number of days, months or years, as in 90d, 6m, 3y, or forever",
            "90d（日）、6m（月）、3y（年）のような期間か forever を指定してください"),
        .retentionNeedsKeep: Wording("set goes with --keep", "set には --keep が必要です"),
        .retentionOnlySet: Wording("--keep and --kind go with set only", "--keep と --kind は set と共に使います"),
        .witnessNeedsKey: Wording("add goes with a key and --organisation", "add には鍵と --organisation が必要です"),
        .witnessNeedsName: Wording("remove goes with a key", "remove には鍵が必要です"),
        .witnessShowAlone: Wording("show goes without a key and --organisation", "show は鍵や --organisation と共に使えません"),
        .witnessLine: Wording("{0}: {1}", "{0}: 鍵 {1}"),
        .doneWitness: Wording("Witness of {0}: {1}", "{0} の立会人: {1}"),
        .doneWitnessRemoved: Wording("Removed: {0}", "外しました: {0}"),
        .doneCosigned: Wording(
            "{0} entries of {1} are cosigned by this ledger's witness key.", "{1} の記録 {0} 件に連署しました。"),
        .doneCollected: Wording("{0}: cosigned by {1}", "{0}: {1} が連署"),
        .noneCollected: Wording(
            "{0}: no cosignature that is new and by a known witness", "{0}: 既知の立会人による新しい連署はありません"),
        .witnessSelf: Wording("a ledger is not its own witness", "台帳は自分の立会人にはなれません"),
        .collectRefused: Wording(
            "not a checkpoint of this ledger, or a signature is not by the key that it names",
            "この台帳のチェックポイントではないか、署名が示された鍵のものではありません"),
        .witnessUnknown: Wording(
            "this ledger was never witnessed here, and its key is not known", "ここで初めて見る台帳で、鍵が分かりません"),
        .witnessConflict: Wording(
            "the request does not begin at {0} entries, where it was last witnessed",
            "前回の立会いは記録 {0} 件の時点ですが、依頼はそこから始まっていません"),
        .hintWitnessKey: Wording(
            "ask its owner for the key by another way (fubako ledger key), then give it with --key",
            "別の手段で持ち主に鍵（fubako ledger key）を確かめ、--key で与えてください"),
        .hintWitnessConflict: Wording(
            "ask for a request made with fubako ledger checkpoint --since",
            "fubako ledger checkpoint --since で作った依頼を求めてください"),
        .hintTwoHistories: Wording("keep both files: they prove it", "両方のファイルを残してください。証拠になります"),
        .titleWitnessKey: Wording("Key as witness", "立会人としての鍵"),
        .titleKeyHash: Wording("SHA-256 of the public key", "公開鍵の SHA-256"),
        .entryForm: Wording(
            "not the number of an entry, and not the identifier of a package", "記録の番号でもパッケージの識別子でもありません"),
        .entryNoPackage: Wording("the ledger has no entry about this package", "このパッケージの記録は台帳にありません"),
        .timeForm: Wording(
            "a day as in 2026-04-01, or a time as in 2026-04-01T09:00:00Z",
            "2026-04-01 のような日か 2026-04-01T09:00:00Z のような日時を指定してください"),
        .kindForm: Wording("no kind of entry; there are: {0}", "記録の種類ではありません。あるのは {0} です"),
        .keyForm: Wording("not a key of a ledger, nor a file with one", "台帳の鍵でも、それを書いたファイルでもありません"),
        .showOneAlone: Wording("one entry is shown whole: without other conditions", "一つの記録を表示するときは、ほかの条件を付けられません"),
    ]
}
