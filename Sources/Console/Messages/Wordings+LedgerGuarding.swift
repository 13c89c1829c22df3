extension Message {
    static let guardingWordings: [Message: Wording] = [
        .ledgerForeignSchema: Wording(
            "its database holds tables, indexes or triggers that are not the program's own",
            "データベースにこのプログラムのものでない表、索引、トリガーがあります"),
        .ledgerErasurePending: Wording(
            "what is to be erased is recorded, but another process reads it: it is not erased yet",
            "消去することは記録しましたが、ほかの処理が読んでいるため、まだ消去していません"),
        .hintErasurePending: Wording(
            "do it again when the other process has ended; the next command that records something does it too",
            "ほかの処理が終わってからもう一度実行してください。次に何かを記録するときにも消去します"),
        .ledgerAnchorDamaged: Wording(
            "what was seen of it here before cannot be read, so that an older copy would not be noticed",
            "以前ここで見たものの控えが読めないため、古い写しが戻されていても分かりません"),
        .hintLedgerAnchor: Wording(
            "compare the ledger with a checkpoint that was kept elsewhere (fubako ledger verify --checkpoint), then remove this file",
            "別の場所に保管したチェックポイントと照合してから（fubako ledger verify --checkpoint）、このファイルを削除してください"),
        .findingSchemaChanged: Wording(
            "the database's tables, indexes and triggers are not those of a ledger",
            "データベースの表、索引、トリガーが台帳のものと違います"),
        .findingPersonalMissing: Wording(
            "a personal value is gone, and no entry says that it was to be erased",
            "個人に関する値が失われていますが、消去の記録がありません"),
        .findingErasureIncomplete: Wording(
            "a personal value is there that was to be erased", "消去したはずの個人に関する値が残っています"),
        .findingErasurePending: Wording(
            "what is to be erased may still be in the file: the next command that records something erases it",
            "消去すべき値がまだファイルに残っているかもしれません。次に何かを記録するコマンドが消去します"),
        .findingPersonalUncovered: Wording(
            "a personal value belongs to no entry", "どの記録のものでもない個人に関する値があります"),
        .findingWitnessChanged: Wording(
            "the witnesses are not those that were recorded", "立会人が記録されたものと違います"),
        .findingCosignatureMissing: Wording(
            "a cosignature that was recorded is gone", "記録された連署が失われています"),
        .findingWitnessedChanged: Wording(
            "what was witnessed of another ledger is not what was recorded", "ほかの台帳への立会いの控えが記録と違います"),
        .findingPinMissing: Wording(
            "the owner's signature over the ledger's key is gone", "台帳の鍵への持ち主の署名が失われています"),
        .findingSpoolRefused: Wording(
            "a file in the spool is no entry that was spooled here, and is not taken",
            "仮の置き場に、ここで置いた記録でないファイルがあり、取り込みません"),
        .titleWaiting: Wording("Waiting in the spool", "仮の置き場で待つ記録"),
        .outcomesForeign: Wording(
            "no record of a sealing that was cut off; left alone: {0}", "中断した封緘の記録ではないため、触れません: {0}"),
        .outcomeUnknown: Wording("outcome unknown", "結果不明"),
        .titleUnknownOutcomes: Wording("Outcome unknown", "結果不明の封緘"),
        .valueMissing: Wording("(missing)", "（欠落）"),
        .forgetNamesPerson: Wording(
            "the reason stays in the ledger, and must not name the person",
            "理由は台帳に残ります。本人の名前を書かないでください"),
        .partlyForgotten: Wording(
            "the name is still there as a part of longer values, such as names of files: {0}; --containing erases them too",
            "ファイル名などのより長い値の一部として、名前が {0} 個の値に残っています。--containing でそれらも消去できます"),
        .titleUnfinished: Wording("Left by an append that was cut off", "中断した追加の残り"),
        .witnessOwnKey: Wording("this ledger's own keys are no witnesses of it", "台帳自身の鍵は立会人になれません"),
        .organisationForm: Wording(
            "an organisation is named by visible characters on one line, of at most 256 bytes",
            "組織名は一行の見える文字（256 バイト以内）で指定してください"),
        .fieldValues: Wording("Which values", "消去する値"),
        .fieldOfKind: Wording("Of entries of the kind", "対象の種類"),
        .fieldBefore: Wording("Written before", "対象の日時（より前）"),
        .fieldCompleted: Wording("Erased up to entry", "消去済み（この記録まで）"),
    ]
}
