// Each Markdown file is a page at its own path, in one layout; nothing else is switched on.
export default function configure(eleventyConfig) {
  eleventyConfig.setQuietMode(true);
  eleventyConfig.addGlobalData("layout", "page.njk");
  return { dir: { includes: "../layouts" }, markdownTemplateEngine: false };
}
