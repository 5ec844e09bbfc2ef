// The script of a page: search and "go to day". Its hash stands in the page's policy (see style.table.ts). Data only.

export const script = `
(() => {
  const byId = (id) => document.getElementById(id);
  const [bar, query, day, count] = ['bar', 'query', 'day', 'count'].map(byId);
  const articles = [...document.querySelectorAll('article')];
  const days = [...document.querySelectorAll('.day')];
  let texts;
  let timer;
  const words = () => query.value.toLowerCase().split(/\\s+/).filter(Boolean);
  const search = () => {
    const wanted = words();
    texts ??= articles.map((article) => article.textContent.toLowerCase());
    let found = 0;
    articles.forEach((article, index) => {
      const fits = wanted.every((word) => texts[index].includes(word));
      article.classList.toggle('x', !fits);
      if (fits) found++;
    });
    for (const section of days) section.classList.toggle('x', !section.querySelector('article:not(.x)'));
    document.body.classList.toggle('found', wanted.length > 0);
    count.textContent = wanted.length > 0 ? found + ' ' + count.dataset.word : '';
  };
  const clear = () => {
    query.value = '';
    search();
  };
  query.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(search, 150);
  });
  query.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') clear();
  });
  bar.addEventListener('submit', (event) => event.preventDefault());
  day.addEventListener('change', () => {
    const target = days.find((section) => section.id >= 'd-' + day.value) ?? days.at(-1);
    clear();
    target?.scrollIntoView();
  });
  document.addEventListener('click', (event) => {
    const article = event.target.closest('article');
    if (!article || words().length === 0 || event.target.closest('a,summary,audio,video')) return;
    clear();
    article.scrollIntoView({block: 'center'});
    location.hash = article.id;
  });
  bar.hidden = false;
})();
`;

export const scriptHash = '4A0vVGlZkXhpd/xN6KdL3sUEdnSRT7P8kAUyApW03Yg=';
