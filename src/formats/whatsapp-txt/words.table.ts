// Words of markers that stand inside or behind a text: edits, polls, calls, encryption. Data; used by lexicon.ts.

/** In `text <This message was edited>`. */
export const editedNotes: readonly string[] = [
  'This message was edited',
  'Se editó este mensaje',
  'Mensaje editado',
  'Diese Nachricht wurde bearbeitet',
  'Mensagem editada',
  'Esta mensagem foi editada',
  'Ce message a été modifié',
  'Questo messaggio è stato modificato',
  'Messaggio modificato',
  'Dit bericht is bewerkt',
  'Bu mesaj düzenlendi',
  'Сообщение изменено',
  'Данное сообщение изменено',
  'Pesan ini diedit',
  'Ta wiadomość została edytowana',
  'Det här meddelandet redigerades',
  '此消息已编辑',
  '此訊息已編輯',
  'このメッセージは編集されました',
  '수정된 메시지입니다',
];

/** The beginning of `This message was deleted by admin Ana.` */
export const deletedByAdmin: readonly string[] = [
  'This message was deleted by admin',
  'Diese Nachricht wurde von Admin',
  'Diese Nachricht wurde vom Admin',
  'Este mensaje fue eliminado por el admin',
  'El admin',
  'Mensagem apagada pelo admin',
  'Ce message a été supprimé par',
  'Questo messaggio è stato eliminato da',
];

/** First word of a poll and the word before each of its options. */
export const pollWords: readonly (readonly [poll: string, option: string])[] = [
  ['POLL', 'OPTION'],
  ['ENCUESTA', 'OPCIÓN'],
  ['UMFRAGE', 'OPTION'],
  ['SONDAGE', 'OPTION'],
  ['SONDAGGIO', 'OPZIONE'],
  ['ENQUETE', 'OPÇÃO'],
  ['SONDAGEM', 'OPÇÃO'],
  ['PEILING', 'OPTIE'],
  ['ОПРОС', 'ВАРИАНТ'],
  ['ANKET', 'SEÇENEK'],
  ['ANKIETA', 'OPCJA'],
  ['投票', '选项'],
  ['投票', '選項'],
  ['アンケート', '選択肢'],
  ['투표', '옵션'],
];

/** `video message omitted`: round clips, which have a placeholder of their own. */
export const videoNoteOmitted: readonly string[] = [
  'Video message omitted',
  'Videonachricht weggelassen',
  'Mensaje de video omitido',
  'Mensagem de vídeo omitida',
  'Message vidéo omis',
  'Videomessaggio omesso',
];

/** What a call is called where it was taken or has no length. */
export const callWords: {readonly voice: readonly string[]; readonly video: readonly string[]} = {
  voice: [
    'Voice call',
    'Audio call',
    'Sprachanruf',
    'Llamada de voz',
    'Llamada',
    'Appel vocal',
    'Chiamata vocale',
    'Chamada de voz',
    'Ligação de voz',
    'Spraakoproep',
    'Аудиозвонок',
    'Аудіодзвінок',
    'Sesli arama',
    'Panggilan suara',
    'Połączenie głosowe',
    'Hlasový hovor',
    'Röstsamtal',
    'Taleopkald',
    'Taleanrop',
    'Äänipuhelu',
    'Cuộc gọi thoại',
    '语音通话',
    '語音通話',
    '音声通話',
    '음성 통화',
    '음성통화',
    'مكالمة صوتية',
    'שיחה קולית',
    'वॉइस कॉल',
    'สายสนทนา',
  ],
  video: [
    'Video call',
    'Videoanruf',
    'Videollamada',
    'Appel vidéo',
    'Videochiamata',
    'Chamada de vídeo',
    'Videochamada',
    'Ligação de vídeo',
    'Video-oproep',
    'Видеозвонок',
    'Відеодзвінок',
    'Görüntülü arama',
    'Panggilan video',
    'Połączenie wideo',
    'Videohovor',
    'Videosamtal',
    'Videoopkald',
    'Videoanrop',
    'Videopuhelu',
    'Cuộc gọi video',
    '视频通话',
    '視訊通話',
    '視像通話',
    'ビデオ通話',
    '영상 통화',
    '영상통화',
    'مكالمة فيديو',
    'שיחת וידאו',
    'वीडियो कॉल',
    'วิดีโอคอล',
  ],
};

/** What may follow the word for a call that was not taken. */
export const callNotAnswered: readonly string[] = [
  'No answer',
  'Keine Antwort',
  'Nicht angenommen',
  'Sin respuesta',
  'Sans réponse',
  'Pas de réponse',
  'Nessuna risposta',
  'Sem resposta',
  'Não atendida',
  'Geen antwoord',
  'Нет ответа',
  'Без ответа',
  'Cevap yok',
  'Tidak ada jawaban',
  'Brak odpowiedzi',
  '无应答',
  '无人接听',
  '無人接聽',
  '応答なし',
  '응답 없음',
];

/** Units of a call's length, in seconds. Folded: lower case, no full stop. */
export const durationUnits: ReadonlyMap<string, number> = new Map([
  ...['h', 'hr', 'hrs', 'hour', 'hours', 'std', 'stunde', 'stunden', 'hora', 'horas', 'heure', 'heures', 'ora', 'ore', 'uur', 'ч', 'год', 'час', 'sa', 'saat', 'jam', 'godz', 'hod', 'tim', 'giờ', '小时', '小時', '時間', '시간', 'ساعة', 'שעה', 'घंटा', 'ชั่วโมง', 'ชม'].map(
    (unit): [string, number] => [unit, 3600],
  ),
  ...['m', 'min', 'mins', 'minute', 'minutes', 'minuto', 'minutos', 'minuti', 'minuut', 'minuten', 'мин', 'хв', 'dk', 'dakika', 'menit', 'minut', 'phút', '分', '分钟', '分鐘', '분', 'دقيقة', 'دقائق', 'דק', 'דקות', 'मिनट', 'นาที'].map(
    (unit): [string, number] => [unit, 60],
  ),
  ...['s', 'sec', 'secs', 'second', 'seconds', 'sek', 'seg', 'segundos', 'secondes', 'secondi', 'seconden', 'с', 'сек', 'sn', 'saniye', 'detik', 'giây', '秒', '秒钟', '秒鐘', '초', 'ثانية', 'ثوان', 'שנ', 'שניות', 'सेकंड', 'วินาที'].map(
    (unit): [string, number] => [unit, 1],
  ),
]);

/** Parts of words for encryption: a system line that holds one is the notice of it, in whatever wording. Folded. */
export const encryptionStems: readonly string[] = [
  'encrypt', 'enkrip', 'encripta', 'enkriptsi', 'verschlüssel', 'versleutel', 'chiffr', 'cifrad', 'xifra', 'criptogra', 'crittograf', 'cript',
  'krypter', 'kryptering', 'salat', 'krüpteeri', 'šifr', 'szyfr', 'şifrel', 'şifrələ', 'shifrl', 'titkos', 'enkripcij', 'disulitkan', 'mã hoá', 'mã hóa',
  'criptiú', 'ufumbaji', 'koduara', 'enkripsie', 'шифр', 'κρυπτογρ', 'מוצפנ', 'הצפנה', 'مشفر', 'التشفير', 'رمزگذاری', 'رمزکاری', 'اینکرپشن',
  'एन्क्रिप', 'कूटबद्ध', 'криптиран', 'penyulitan', 'এনক্রিপ', 'ਇੰਕ੍ਰਿਪਸ਼ਨ', 'સુરક્ષિત', 'மறையாக்க', 'ఎన్క్రిప్షన్', 'ಎನ್ಕ್ರಿಪ್ಷನ್', 'എൻക്രിപ്ഷൻ', 'เข้ารหัส', '暗号化', '加密', '암호화', 'end-to-end',
];

/** Parts of the sentence that says that somebody has a new phone or key. Folded. */
export const securityCodeStems: readonly string[] = [
  'security code', 'sicherheitsnummer', 'código de seguridad', 'código de segurança', 'code de sécurité', 'codice di sicurezza', 'beveiligingscode',
  'код безопасности', 'код безпеки', 'セキュリティコード', '安全码', '安全碼', '安全代碼', '安全编码', '安全編碼', '보안 코드', 'รหัสความปลอดภัย', 'bezpečnostní kód',
  'bezpečnostný kód', 'kod bezpieczeństwa', 'güvenlik kodu', 'kode keamanan', 'kod keselamatan', 'säkerhetskod', 'sikkerhetskode', 'turvakoodi', 'mã bảo mật',
  'رمز الأمان', 'קוד האבטחה', 'सिक्योरिटी कोड', 'सुरक्षा कोड', 'codul de securitate', 'κωδικός ασφαλείας', 'biztonsági kód', 'codi de seguretat',
  'sigurnosni kôd', 'sigurnosni kod', 'کد امنیتی',
];
