// The style sheet of a page. Its hash stands in the page's policy, so a change here needs a new hash (test/formats/html tells it). Data only.

export const styleSheet = `
:root{color-scheme:light dark;--bg:#f4f4f2;--card:#fff;--own:#e3f2dd;--text:#1c1c1a;--soft:#6a6a64;--line:#dcdcd6;--link:#0b5cad;--l:34%;--mark:#fff3b0}
@media (prefers-color-scheme:dark){:root{--bg:#161715;--card:#242522;--own:#263a2b;--text:#e8e8e3;--soft:#9b9b93;--line:#3a3b37;--link:#7ab8ff;--l:72%;--mark:#5b5118}}
*{box-sizing:border-box}
body{margin:0 auto;padding:0 1rem 4rem;max-width:54rem;background:var(--bg);color:var(--text);font:1rem/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;overflow-wrap:anywhere}
a{color:var(--link)}
h1{font-size:1.5rem;margin:1.5rem 0 .25rem}
.facts,footer,summary,time,.note{color:var(--soft);font-size:.85rem}
.bar{position:sticky;top:0;display:flex;gap:.5rem;align-items:center;padding:.5rem 0;background:var(--bg);z-index:1}
.bar[hidden]{display:none}
.bar input{font:inherit;padding:.35rem .6rem;border:1px solid var(--line);border-radius:.5rem;background:var(--card);color:inherit}
.bar input[type=search]{flex:1;min-width:0}
.day{content-visibility:auto;contain-intrinsic-size:auto 40rem}
.day>h2{display:flex;gap:1rem;align-items:center;font-size:.85rem;font-weight:600;color:var(--soft);margin:1.5rem 0 .75rem}
.day>h2::before,.day>h2::after{content:"";flex:1;border-top:1px solid var(--line)}
article{margin:.6rem 0;padding:.5rem .75rem;border-radius:.75rem;background:var(--card);max-width:90%;width:fit-content;min-width:7rem}
article.own{background:var(--own);margin-left:auto}
article.next{margin-top:.15rem}
article.line{background:none;margin:.4rem auto;text-align:center;color:var(--soft);font-size:.9rem}
article:target{outline:2px solid var(--link)}
article header{display:flex;gap:.5rem;align-items:baseline;flex-wrap:wrap}
article.next header .who,article.next header .face{display:none}
.who{font-weight:600;color:hsl(var(--h,0) 60% var(--l))}
.face{width:1.5rem;height:1.5rem;border-radius:50%;align-self:center;object-fit:cover}
time{font-size:.75rem}
.text{white-space:pre-wrap}
.text p{margin:0}
blockquote,.quote{margin:.25rem 0;padding:.1rem .6rem;border-left:3px solid var(--line);white-space:pre-wrap}
.quote{display:block;color:var(--soft);font-size:.9rem;text-decoration:none}
pre{margin:.25rem 0;padding:.5rem;overflow-x:auto;background:var(--bg);border-radius:.5rem}
code{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:.9em}
.heading,.item{display:block}
.mention{color:var(--link)}
.spoiler{background:var(--soft);color:transparent;border-radius:.2rem}
.spoiler:hover,.spoiler:focus{background:none;color:inherit}
figure{margin:.25rem 0}
figure img,figure video{max-width:100%;max-height:24rem;border-radius:.5rem;display:block}
figure audio{max-width:100%;display:block}
.sticker img{max-height:10rem}
figcaption{white-space:pre-wrap}
.card,.bundle,.poll{border:1px solid var(--line);border-radius:.5rem;padding:.4rem .6rem;margin:.25rem 0}
.card b{display:block}
.poll ul,.reactions,.people ul{list-style:none;margin:.25rem 0;padding:0}
.reactions{display:flex;gap:.3rem;flex-wrap:wrap}
.reactions li{border:1px solid var(--line);border-radius:1rem;padding:0 .5rem;font-size:.9rem}
.gone{font-style:italic;color:var(--soft)}
.x{display:none}
.found article{cursor:pointer}
.found .day{content-visibility:visible}
.h0{--h:0}.h1{--h:25}.h2{--h:45}.h3{--h:85}.h4{--h:130}.h5{--h:160}.h6{--h:185}.h7{--h:210}.h8{--h:235}.h9{--h:265}.h10{--h:295}.h11{--h:330}
footer{margin-top:3rem;border-top:1px solid var(--line);padding-top:.75rem}
@media print{.bar{display:none}.day{content-visibility:visible}article{break-inside:avoid}}
`;

export const styleHash = 'qv3pfNq/kEohKJWu2K1aWtrsnvZJX0SgATo4mfzeJSQ=';
