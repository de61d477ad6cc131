path=${IMAGE#*/} name=${IMAGE#*/*/}
page=https://github.com/users/${path%%/*}/packages/container/${name//\//%2F}/settings
case $VISIBILITY:$public in
  public:no) echo "::warning::$IMAGE is not public, as the settings require; change it here: $page" ;;
  private:yes | internal:yes)
    echo "::warning::$IMAGE is public, not $VISIBILITY; this cannot be undone, only deleted: $page"
    ;;
esac
